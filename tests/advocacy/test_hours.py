"""When people read us: the clocks of zones, days of 23 and 25 hours, and what a sentence may say."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import CompanySettings, Person
from advocacy.models import HourlyClicks
from advocacy.results import hours
from advocacy.results.hours import Kind, ReadingHours

BERLIN = ZoneInfo("Europe/Berlin")
MONDAY = date(2026, 2, 9)
HOUR = timedelta(hours=1)
Rows = list[tuple[datetime, int]]


def laid_out(rows: Rows, *, zone: ZoneInfo = BERLIN, since: date = MONDAY) -> ReadingHours:
    return hours.laid_out(rows, since=since, until=since + timedelta(days=27), zone=zone)


def at(weekday: int, hour: int, clicks: int, *, weeks: int = 4) -> Rows:
    """The same hour of Berlin in each of the first weeks."""
    start = datetime(2026, 2, 9, hour, tzinfo=BERLIN) + timedelta(days=weekday)
    return [((start + timedelta(days=7 * week)).astimezone(UTC), clicks) for week in range(weeks)]


def evenly(clicks: int) -> Rows:
    return [row for weekday in range(7) for hour in range(24) for row in at(weekday, hour, clicks)]


# -- clocks ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("zone", "weekday", "hour", "begins"),
    [
        ("Europe/Berlin", 0, 0, "00:00"),
        ("UTC", 6, 23, "23:00"),
        ("America/New_York", 6, 18, "18:00"),
        ("Asia/Kolkata", 0, 4, "04:30"),
        ("Asia/Kathmandu", 0, 4, "04:45"),
        ("America/St_Johns", 6, 19, "19:30"),
        ("Pacific/Kiritimati", 0, 13, "13:00"),
    ],
)
def test_laid_out_reads_the_clock_of_the_zone(zone: str, weekday: int, hour: int, begins: str) -> None:
    found = laid_out([(datetime(2026, 2, 15, 23, tzinfo=UTC), 7)], zone=ZoneInfo(zone))
    assert found.cells[hour][weekday] == found.clicks == 7
    assert found.begins(hour) == begins


def test_laid_out_leaves_out_the_hour_that_a_clock_skips() -> None:
    start = datetime(2026, 3, 28, 23, tzinfo=UTC)  # midnight in Berlin; at two it is three
    found = laid_out([(start + number * HOUR, 1) for number in range(23)], since=date(2026, 3, 9))
    sundays = [hour[6] for hour in found.cells]
    assert sundays == [1, 1, 0, *[1] * 21]
    assert found.clicks == 23


def test_laid_out_adds_up_the_hour_that_comes_twice() -> None:
    start = datetime(2026, 10, 24, 22, tzinfo=UTC)  # midnight in Berlin; at three it is two again
    found = laid_out([(start + number * HOUR, 1) for number in range(25)], since=date(2026, 10, 5))
    sundays = [hour[6] for hour in found.cells]
    assert sundays == [1, 1, 2, *[1] * 21]
    assert found.clicks == 25


@given(
    st.sampled_from(["Europe/Berlin", "Australia/Lord_Howe", "Asia/Kathmandu", "America/St_Johns", "UTC"]),
    st.lists(st.tuples(st.integers(0, 28 * 24 - 1), st.integers(1, 10_000)), max_size=12),
)
def test_laid_out_loses_no_click(zone: str, clicks: list[tuple[int, int]]) -> None:
    start = datetime(2026, 3, 20, tzinfo=UTC)
    found = laid_out([(start + number * HOUR, count) for number, count in clicks], zone=ZoneInfo(zone))
    assert found.clicks == sum(count for _hour, count in clicks) == sum(row.clicks for row in found.rows)
    assert found.line


# -- what a sentence may say -----------------------------------------------------------------------------------------


def test_line_says_that_nobody_came() -> None:
    found = laid_out([])
    assert (found.finding.kind, found.clicks) == (Kind.NONE, 0)
    assert found.line == "Nobody followed a link in the last four weeks."
    assert {cell.level for row in found.rows for cell in row.cells} == {0}


@pytest.mark.parametrize(
    ("clicks", "line"),
    [
        (1, "1 click in four weeks is too few to say when people read us; it takes 400."),
        (399, "399 clicks in four weeks are too few to say when people read us; it takes 400."),
    ],
)
def test_line_says_that_too_few_came(clicks: int, line: str) -> None:
    found = laid_out(at(1, 8, clicks, weeks=1))
    assert (found.finding.kind, found.line) == (Kind.FEW, line)


def test_line_names_two_hours_of_a_weekday() -> None:
    found = laid_out(evenly(2) + at(1, 8, 90) + at(1, 9, 60))
    assert (found.finding.kind, found.finding.weekday, found.finding.hour) == (Kind.TIME, 1, 8)
    assert found.finding.clicks == 4 * (90 + 60 + 2 + 2)
    assert found.line == ("People read us most on Tuesday from 08:00 to 10:00: 32% of 1,944 clicks in four weeks.")
    framed = {(row.begins, day) for row in found.rows for day, cell in enumerate(row.cells) if cell.is_found}
    assert framed == {("08:00", 1), ("09:00", 1)}


def test_line_names_two_hours_up_to_midnight() -> None:
    found = laid_out(evenly(2) + at(4, 22, 90) + at(4, 23, 90))
    assert "on Friday from 22:00 to 00:00" in found.line


def test_line_takes_a_long_morning_for_one_stretch() -> None:
    found = laid_out(evenly(1) + [row for hour in (7, 8, 9, 10) for row in at(1, hour, 60)])
    assert (found.finding.kind, found.finding.weekday) == (Kind.TIME, 1)


def test_line_names_the_hours_when_weekdays_are_alike() -> None:
    found = laid_out(evenly(2) + [row for day in range(5) for hour in (12, 13) for row in at(day, hour, 20)])
    assert found.finding.kind is Kind.HOURS
    assert found.line == (
        "People read us most from 12:00 to 14:00, all weekdays together: 43% of 2,144 clicks in four weeks."
    )
    assert [row.begins for row in found.rows if all(cell.is_found for cell in row.cells)] == ["12:00", "13:00"]


def test_line_names_the_weekday_when_hours_are_alike() -> None:
    found = laid_out(evenly(2) + [row for hour in range(24) for row in at(3, hour, 3)])
    assert (found.finding.kind, found.finding.weekday, found.finding.hour) == (Kind.DAY, 3, None)
    assert "on Thursday, all hours together: " in found.line


@pytest.mark.parametrize("other", [50, 49, 45])
def test_line_makes_no_winner_of_a_tie(other: int) -> None:
    found = laid_out(evenly(4) + at(1, 8, 50) + at(3, 15, other))
    assert found.finding.kind in {Kind.FLAT, Kind.DAY}
    assert (found.finding.hour, " from " in found.line) == (None, False)


def test_line_says_that_nothing_stands_out() -> None:
    found = laid_out(evenly(3))
    assert found.finding.kind is Kind.FLAT
    assert found.line == (
        "No hour and no weekday stands out among 2,016 clicks in four weeks: the busiest two hours have 1%."
    )
    assert not any(cell.is_found for row in found.rows for cell in row.cells)


def test_line_takes_one_good_day_for_no_habit() -> None:
    found = laid_out(evenly(2) + at(1, 8, 900, weeks=1) + at(1, 9, 5))
    assert (found.finding.kind, found.finding.on) == (Kind.ONCE, date(2026, 2, 10))
    assert found.line == (
        "What stands out came mostly on 10 February, with 42% of 2,264 clicks in four weeks: "
        "one good day, not yet a habit."
    )


def test_line_speaks_german() -> None:
    with translation.override("de"):
        line = laid_out(evenly(2) + at(1, 8, 90) + at(1, 9, 60)).line
    share = "32\N{NO-BREAK SPACE}% von 1.944 Klicks in vier Wochen."
    assert line == f"Am meisten gelesen werden wir am Dienstag von 08:00 bis 10:00 Uhr: {share}"


def test_level_is_darkest_for_the_most() -> None:
    found = laid_out([*at(0, 0, 100), *at(0, 1, 51), *at(0, 2, 25), *at(0, 3, 1)])
    assert [row.cells[0].level for row in found.rows[:5]] == [4, 3, 1, 1, 0]


@pytest.mark.parametrize(
    ("first", "second", "ahead"), [(20, 20, False), (30, 20, False), (40, 20, True), (0, 0, False)]
)
def test_is_ahead_by_more_than_chance(first: int, second: int, ahead: bool) -> None:
    assert hours.is_ahead(first, second) is ahead


# -- stored hours, page and endpoint ---------------------------------------------------------------------------------


@pytest.fixture
def today(now: datetime) -> Iterator[datetime]:
    with time_machine.travel(now, tick=False):
        yield now


def test_of_takes_28_whole_days_and_people_only(company: CompanySettings, now: datetime) -> None:
    start = datetime(2026, 2, 10, tzinfo=company.zone).astimezone(UTC)
    end = datetime(2026, 3, 10, tzinfo=company.zone).astimezone(UTC)
    HourlyClicks.objects.bulk_create(
        HourlyClicks(at=moment, human=human, robot=500, suspect=90)
        for moment, human in ((start - HOUR, 1), (start, 10), (end - HOUR, 100), (end, 1000), (start + HOUR, 0))
    )
    found = hours.of(now=now)
    assert (found.since, found.until, found.clicks) == (date(2026, 2, 10), date(2026, 3, 9), 110)


def test_of_asks_two_queries_however_many_clicks(company: CompanySettings, now: datetime) -> None:
    HourlyClicks.objects.bulk_create(
        HourlyClicks(at=now.replace(minute=0) - number * HOUR, human=number) for number in range(900)
    )
    with CaptureQueriesContext(connection) as asked:
        found = hours.of(now=now)
        assert found.rows
        assert found.line
    assert len(asked) == 2


def test_results_show_when_people_read_us(curator: Person, today: datetime, client_of) -> None:
    HourlyClicks.objects.bulk_create(HourlyClicks(at=moment, human=clicks) for moment, clicks in at(1, 8, 300))
    page = client_of(curator).get(reverse("campaign_results")).content.decode()
    assert "People read us most on Tuesday from" in page
    assert '<th scope="row">08:00</th>' in page
    assert "hours-cell--4 hours-found" in page


def test_results_of_nobody_have_no_table(curator: Person, today: datetime, client_of) -> None:
    page = client_of(curator).get(reverse("campaign_results")).content.decode()
    assert "Nobody followed a link in the last four weeks." in page
    assert "hours-table" not in page


def test_api_gives_the_same_hours(leader: Person, today: datetime, api_of) -> None:
    HourlyClicks.objects.bulk_create(HourlyClicks(at=moment, human=clicks) for moment, clicks in at(1, 8, 300))
    said = api_of(leader).get(reverse("api_reading_hours")).json()
    found = hours.of(now=today)
    assert (said["line"], said["clicks"], said["cells"]) == (
        found.line,
        found.clicks,
        [list(row) for row in found.cells],
    )
    assert said["finding"]["kind"] == "time"
    assert (said["minute"], said["since"], said["until"]) == (0, "2026-02-10", "2026-03-09")
