"""Seasons: a quarter each, cut at Mondays so that no week belongs to two of them."""

from datetime import date, datetime, timedelta

from accounts import company
from leaderboard.models import Season

WEEK = timedelta(days=7)


def bounds(*, week: date) -> tuple[date, date]:
    """This will name the first and the last day of the season in which a week, named by its Monday, begins."""
    month = week.month - (week.month - 1) % 3
    return _first_monday(week.year, month), _first_monday(week.year + month // 10, (month + 2) % 12 + 1) - timedelta(
        days=1
    )


def _first_monday(year: int, month: int) -> date:
    first = date(year, month, 1)
    return first + timedelta(days=-first.weekday() % 7)


def of(*, week: date) -> Season:
    """This will give the season of a week, and begin it when it is the first to ask. Safe to repeat."""
    starts_on, ends_on = bounds(week=week)
    season, _ = Season.objects.get_or_create(starts_on=starts_on, defaults={"ends_on": ends_on})
    return season


def current(*, now: datetime) -> Season:
    """This will give the season of the company's present week. Source: two queries."""
    return of(week=company.week(at=now, zone=company.current().zone))
