import pytest
from django.utils import translation

import charts
from charts import Badge, Bar
from tests.charts.pictures import LABELS, SVG, check, texts

TOPICS = [Bar(label="Bicycles", count=9), Bar(label="Prices", count=7), Bar(label="Point heaters", count=4)]


def tally(bars=TOPICS, **more):
    return charts.bars(bars=bars, title="What the 20 were about", **more)


def test_bars_draw_every_count_to_scale():
    for root in check(tally()).values():
        assert [text for text in texts(root) if text] == ["Bicycles", "9", "Prices", "7", "Point heaters", "4"]
        widths = [float(element.get("width")) for element in root.iter(f"{SVG}rect")]
        assert widths[1] / widths[0] == pytest.approx(7 / 9, abs=0.002)
        assert widths[2] / widths[0] == pytest.approx(4 / 9, abs=0.002)


def test_bars_stand_below_their_labels_when_narrow():
    roots = check(tally())
    assert {element.get("x") for element in roots[340].iter(f"{SVG}rect")} == {"0"}
    assert {float(element.get("x")) > 100 for element in roots[640].iter(f"{SVG}rect")} == {True}


def test_bars_have_a_table_and_need_no_key_when_all_is_counted():
    picture = tally(label_name="Topic", value_name="Conversations")
    assert picture.table.headings == ("Topic", "Conversations")
    assert picture.table.rows[0] == ("Bicycles", "9")
    assert picture.key == ()
    assert tally([Bar(label="A", count=1, badge=Badge.MODELLED)]).key == (Badge.MODELLED,)


def test_bars_in_german_break_no_coordinate():
    with translation.override("de"):
        roots = check(tally([Bar(label="Räder", count=12_345), Bar(label="Preise", count=7)]))
    assert "12.345" in texts(roots[640])


@pytest.mark.parametrize("label", LABELS)
def test_bars_take_any_text(label):
    picture = charts.bars(bars=[Bar(label=label, count=3), Bar(label=label, count=2)], title=label)
    check(picture)
    assert "<script" not in picture.html


@pytest.mark.parametrize("counts", [(0,), (0, 0), (350_000, 0), (1,)])
def test_bars_survive_strange_numbers(counts):
    check(tally([Bar(label="One", count=count) for count in counts]))


def test_bars_of_nothing_say_so():
    picture = tally([])
    assert picture.is_empty
    assert "There is nothing to show yet." in picture.html


def test_bars_refuse_what_is_not_a_number():
    with pytest.raises(ValueError, match="not a number"):
        tally([Bar(label="One", count=float("inf")), Bar(label="Two", count=1)])
