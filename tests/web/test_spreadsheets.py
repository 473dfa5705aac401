"""No cell of a CSV file is taken for a formula."""

import csv
import io

import pytest

from web import spreadsheets


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "  =1", "＝1"])
def test_cell_makes_formulas_harmless(text):
    assert spreadsheets.cell(text) == f"'{text}"


@pytest.mark.parametrize("value", ["Ana", "a=b", "", 5, -5, 0.5])
def test_cell_leaves_everything_else(value):
    assert spreadsheets.cell(value) == value


def test_csv_text_keeps_commas_quotes_lines_and_letters():
    text = spreadsheets.csv_text(headings=["Name", "Said"], rows=[["Zoë", 'He said "no",\nthen left']])
    assert text.startswith("\ufeff")
    assert list(csv.reader(io.StringIO(text[1:], newline="")))[1] == ["Zoë", 'He said "no",\nthen left']
