"""The company's one row of settings, and the days and weeks that its time zone decides."""

import zoneinfo
from datetime import date, datetime, time, timedelta

from accounts.models import CompanySettings


def current() -> CompanySettings:
    """This will read the company's settings; before an administrator saved any, the defaults. Source: one query."""
    return CompanySettings.objects.filter(pk=1).first() or CompanySettings()


def day(*, at: datetime, zone: zoneinfo.ZoneInfo) -> date:
    """This will name the company's day of a moment."""
    return at.astimezone(zone).date()


def day_starts(*, on: date, zone: zoneinfo.ZoneInfo) -> datetime:
    """This will name the moment a company day begins."""
    return datetime.combine(on, time.min, tzinfo=zone)


def week(*, at: datetime, zone: zoneinfo.ZoneInfo) -> date:
    """This will name the Monday of the company's ISO week of a moment."""
    today = day(at=at, zone=zone)
    return today - timedelta(days=today.weekday())
