"""Flags on a ruler: placed by value, never on top of each other, the same as a table."""

import re
from datetime import date

import pytest

import charts

FLAGS = [charts.Flag(value=value, on=date(2026, 5 + at, 1), is_due=not at) for at, value in enumerate((30, 31, 50))]


def test_ruler_draws_flags_band_and_table():
    picture = charts.ruler(flags=FLAGS, standing=charts.Standing(value=38, low=33, high=43), title="Known")
    for width, svg in picture.svg_by_width.items():
        assert svg.count("<polygon") == 3
        assert "chart-band" in svg
        assert all(0 <= float(x) <= width for x in re.findall(r'<line[^>]* x1="([\d.]+)"', svg))
    assert picture.table.rows[-1] == ("Measured", "38", "33 to 43")


def test_ruler_lifts_flags_whose_words_would_meet():
    svg = charts.ruler(flags=FLAGS, standing=None, title="Known").svg_by_width[charts.pictures.NARROW]
    assert len(set(re.findall(r'<text class="chart-(?:strong|label) chart-halo"[^>]* y="([\d.]+)"', svg))) > 1


@pytest.mark.parametrize("value", [0.0, 0.4, 7.0, 99.0, 100.0, 999_999_999_999.0])
def test_ruler_fits_any_size(value):
    picture = charts.ruler(flags=[], standing=charts.Standing(value=value), title="Known")
    for svg in picture.svg_by_width.values():
        assert len(re.findall("chart-small", svg)) < 16


def test_ruler_of_nothing_is_empty():
    assert charts.ruler(flags=[], standing=None, title="Known").is_empty


def test_ruler_refuses_what_is_not_a_number():
    with pytest.raises(ValueError, match="not a number"):
        charts.ruler(flags=[], standing=charts.Standing(value=float("nan")), title="Known")
