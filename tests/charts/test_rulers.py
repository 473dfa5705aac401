from datetime import date
from functools import partial

import pytest
from django.utils import translation

import charts
from charts import Badge, Milestone, Point
from tests.charts.pictures import LABELS, SVG, check, texts

START = Milestone(on=date(2025, 4, 1), due=0)
MILESTONES = (
    Milestone(on=date(2026, 10, 1), due=0.50),
    Milestone(on=date(2025, 10, 1), due=0.30),
    Milestone(on=date(2026, 4, 1), due=0.40),
)
POINTS = (
    Point(on=date(2025, 4, 1), value=0, low=0, high=0.037),
    Point(on=date(2025, 7, 1), value=0.16, low=0.127, high=0.199),
    Point(on=date(2025, 10, 1), value=0.31, low=0.267, high=0.357),
)


def way(milestones=MILESTONES, points=POINTS, start=START, write=charts.percent, **more):
    return charts.path(milestones=milestones, points=points, start=start, write=write, title="Awareness", **more)


def test_path_draws_what_is_due_and_what_was_measured():
    for root in check(way()).values():
        shown = texts(root)
        for text in ("31%", "30% due", "40%", "50%", "Apr 2025", "Oct 2025", "Oct 2026"):
            assert text in shown
        circles = [element.get("class") for element in root.iter(f"{SVG}circle")]
        assert circles == ["chart-target"] * 3 + ["chart-dot"] * 3
        due, measured = [element.get("points").split() for element in root.iter(f"{SVG}polyline")]
        assert (len(due), len(measured)) == (4, 3)


def test_path_runs_from_left_to_right_and_upwards():
    root = check(way())[640]
    due = [tuple(map(float, place.split(","))) for place in next(root.iter(f"{SVG}polyline")).get("points").split()]
    assert due == sorted(due)
    assert [y for _x, y in due] == sorted((y for _x, y in due), reverse=True)


def test_path_draws_ranges_only_where_there_are_some():
    root = check(way(points=(Point(on=date(2025, 7, 1), value=0.16), POINTS[2])))[340]
    ranges = [element for element in root.iter(f"{SVG}line") if element.get("class") == "chart-line"]
    assert len(ranges) == 1
    assert float(ranges[0].get("y1")) > float(ranges[0].get("y2"))


def test_path_has_a_table_with_a_row_for_each_date():
    table = way(write=partial(charts.percent, decimals=1)).table
    assert table.headings == ("Date", "Due", "Measured", "Range")
    assert len(table.rows) == 5
    assert table.rows[2] == ("1 October 2025", "30.0%", "31.0%", "26.7% to 35.7%")
    assert table.rows[4] == ("1 October 2026", "50.0%", "", "")


def test_path_describes_itself():
    assert "1 October 2025: Due 30%, Measured 31%, Range 27% to 36%" in way().description


def test_path_in_german_breaks_no_coordinate():
    with translation.override("de"):
        roots = check(way(write=partial(charts.percent, decimals=1)))
    assert any(text.startswith("31,0") for text in texts(roots[640]))


def test_path_writes_days_for_a_short_way():
    root = check(way(milestones=[Milestone(on=date(2025, 4, 29), due=10)], points=[], write=charts.whole))[640]
    assert "29 Apr" in texts(root)


def test_path_leaves_out_dates_that_have_no_room():
    milestones = [Milestone(on=date(2025, month, 1), due=month) for month in range(1, 13)]
    root = check(way(milestones=milestones, points=[], start=None, write=charts.whole))[340]
    dates = [text for text in texts(root) if "2025" in text]
    assert 2 <= len(dates) <= 5
    assert {"Jan 2025", "Dec 2025"} <= set(dates)


@pytest.mark.parametrize(
    ("milestones", "points"),
    [
        ((), POINTS),
        (MILESTONES, ()),
        ((), POINTS[:1]),
        (MILESTONES[:1], ()),
        ((), (Point(on=date(2025, 1, 1), value=0),)),
        ((), (Point(on=date(2025, 1, 1), value=-5), Point(on=date(2025, 1, 2), value=1e12))),
        ((Milestone(on=date(2025, 1, 1), due=3), Milestone(on=date(2025, 1, 1), due=4)), ()),
    ],
)
def test_path_survives_little_or_strange_input(milestones, points):
    check(way(milestones=milestones, points=points, start=None, write=charts.whole))


def test_path_key_appears_with_the_first_measurement():
    assert way().key == (Badge.MEASURED,)
    assert way(points=()).key == ()


def test_path_of_nothing_says_so():
    picture = way(milestones=(), points=(), start=None)
    assert picture.is_empty
    assert "There is nothing to show yet." in picture.html


@pytest.mark.parametrize("label", LABELS)
def test_path_takes_any_text(label):
    picture = charts.path(
        milestones=MILESTONES, points=POINTS, start=START, title=label, description=label, write=lambda _value: label
    )
    assert "<script" not in picture.html
    for root in picture.svg_by_width.values():
        assert "<script" not in root


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_path_refuses_what_is_not_a_number(value):
    with pytest.raises(ValueError, match="not a number"):
        way(points=[Point(on=date(2025, 1, 1), value=value)], write=str)
