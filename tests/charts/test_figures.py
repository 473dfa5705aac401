import pytest
from django.utils import translation

from charts import figures


@pytest.mark.parametrize(
    ("value", "english", "german"),
    [(0, "0", "0"), (999, "999", "999"), (42_020.75, "42,021", "42.021"), (3_500_000, "3,500,000", "3.500.000")],
)
def test_whole_groups_by_language(value, english, german):
    with translation.override("en"):
        assert figures.whole(value) == english
    with translation.override("de"):
        assert figures.whole(value) == german


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (0, "0"),
        (3.5, "3.5"),
        (3.15, "3.15"),
        (1.4175, "1.42"),
        (0.042021, "0.042"),
        (0.9961, "1"),
        (0.14, "0.14"),
        (0.1, "0.1"),
        (14.175, "14.2"),
        (42.5, "42.5"),
        (212.6, "213"),
        (12_345.6, "12,346"),
        (1.0, "1"),
        (100.0, "100"),
        (0.0000123, "0.000012"),
        (-0.5, "-0.5"),
    ],
)
def test_ratio_keeps_what_matters(value, written):
    assert figures.ratio(value) == written


def test_ratio_and_percent_follow_the_language():
    with translation.override("de"):
        assert figures.ratio(3.15) == "3,15"
        assert figures.percent(0.267, 1).startswith("26,7")
    assert figures.percent(0.31) == "31%"
