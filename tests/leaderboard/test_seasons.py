from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leaderboard import seasons
from leaderboard.models import Season

MONDAYS = st.integers(0, 3000).map(lambda weeks: date(2020, 1, 6) + timedelta(weeks=weeks))


@pytest.mark.parametrize(
    ("week", "bounds"),
    [
        (date(2026, 3, 9), (date(2026, 1, 5), date(2026, 4, 5))),
        (date(2026, 3, 30), (date(2026, 1, 5), date(2026, 4, 5))),
        (date(2026, 4, 6), (date(2026, 4, 6), date(2026, 7, 5))),
        (date(2025, 12, 29), (date(2025, 10, 6), date(2026, 1, 4))),
    ],
)
def test_bounds_cut_quarters_at_mondays(week: date, bounds: tuple[date, date]) -> None:
    assert seasons.bounds(week=week) == bounds


@given(week=MONDAYS)
def test_bounds_leave_no_week_out_and_share_none(week: date) -> None:
    starts_on, ends_on = seasons.bounds(week=week)
    assert starts_on <= week < ends_on
    assert (starts_on.weekday(), ends_on.weekday()) == (0, 6)
    assert seasons.bounds(week=ends_on + timedelta(days=1))[0] == ends_on + timedelta(days=1)


@pytest.mark.django_db
def test_of_begins_a_season_once() -> None:
    assert seasons.of(week=date(2026, 3, 9)) == seasons.of(week=date(2026, 2, 2))
    assert Season.objects.count() == 1
