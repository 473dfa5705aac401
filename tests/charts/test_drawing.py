import pytest
from django.utils import translation

from charts import drawing
from charts.badges import Badge


@pytest.mark.parametrize(
    ("value", "written"), [(0, "0"), (12.5, "12.5"), (12.04, "12"), (-0.01, "0"), (1_234.56, "1234.6"), (-3.25, "-3.2")]
)
def test_coordinate_is_the_same_in_every_language(value, written):
    for language in ("en", "de"):
        with translation.override(language):
            assert drawing.coordinate(value) == written


@pytest.mark.parametrize("value", [float("nan"), float("inf"), float("-inf")])
def test_coordinate_refuses_what_is_not_a_number(value):
    with pytest.raises(ValueError, match="not a number"):
        drawing.coordinate(value)


def test_clean_takes_out_what_xml_forbids():
    assert drawing.clean("a\x00b\n c\ud800 d") == "a b c d"


def test_lines_break_between_words_and_within_giants():
    assert drawing.lines("All followers, added up", 100, 14, strong=True) == ["All", "followers,", "added up"]
    assert all(len(line) <= 12 for line in drawing.lines("x" * 100, 100, 14, strong=True))


def test_badges_have_their_words():
    assert [str(badge.label) for badge in Badge] == ["Measured", "Modelled", "Assumed"]
