"""How a page says when: with as few words as the distance allows, in the reader's language and zone.

`ago` names one unit ("2 days ago"). `moment` stands inside a sentence ("you read it at 15:57", "on Tuesday, 15:57"),
`stamp` stands alone or after "until" ("today, 15:57", "Tuesday, 15:57").
"""

from datetime import datetime, timedelta
from typing import Any

from django.template import Library
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.timesince import timesince
from django.utils.translation import gettext, npgettext_lazy, pgettext

register = Library()

MINUTE = timedelta(minutes=1)
NEAR_DAYS = 6

LENGTHS: dict[str, Any] = {
    "year": npgettext_lazy("so long ago", "%(num)d year", "%(num)d years", "num"),
    "month": npgettext_lazy("so long ago", "%(num)d month", "%(num)d months", "num"),
    "week": npgettext_lazy("so long ago", "%(num)d week", "%(num)d weeks", "num"),
    "day": npgettext_lazy("so long ago", "%(num)d day", "%(num)d days", "num"),
    "hour": npgettext_lazy("so long ago", "%(num)d hour", "%(num)d hours", "num"),
    "minute": npgettext_lazy("so long ago", "%(num)d minute", "%(num)d minutes", "num"),
}


@register.filter
def ago(value: datetime | None, now: datetime | None = None) -> str:
    """This will say how long ago something was, in its largest unit only; a template may pass its own clock."""
    if not value:
        return ""
    now = now or timezone.now()
    if now - value < MINUTE:
        return gettext("just now")
    time = timesince(value, now, time_strings=LENGTHS, depth=1)
    return gettext("%(time)s ago") % {"time": time}


@register.filter
def moment(value: datetime | None, now: datetime | None = None) -> str:
    """This will say when something is, to stand inside a sentence."""
    if not value:
        return ""
    at, days = near(value, now)
    time = date_format(at, "TIME_FORMAT")
    if days == 0:
        return gettext("at %(time)s") % {"time": time}
    if abs(days) == 1:
        return neighbour(days, time)
    if abs(days) <= NEAR_DAYS:
        return gettext("on %(day)s, %(time)s") % {"day": date_format(at, "l"), "time": time}
    return gettext("on %(day)s") % {"day": day_of(at, now)}


@register.filter
def stamp(value: datetime | None, now: datetime | None = None) -> str:
    """This will say when something is, standing alone or after "until"."""
    if not value:
        return ""
    at, days = near(value, now)
    time = date_format(at, "TIME_FORMAT")
    if days == 0:
        return gettext("today, %(time)s") % {"time": time}
    if abs(days) == 1:
        return neighbour(days, time)
    day = date_format(at, "l") if abs(days) <= NEAR_DAYS else day_of(at, now)
    return pgettext("a day and a time", "%(day)s, %(time)s") % {"day": day, "time": time}


def near(value: datetime, now: datetime | None) -> tuple[datetime, int]:
    """This will give the moment in the reader's zone, and how many midnights lie between it and now."""
    at = timezone.localtime(value)
    return at, (at.date() - timezone.localtime(now).date()).days


def neighbour(days: int, time: str) -> str:
    words = gettext("tomorrow, %(time)s") if days == 1 else gettext("yesterday, %(time)s")
    return words % {"time": time}


def day_of(at: datetime, now: datetime | None) -> str:
    """This will leave out the year where it goes without saying."""
    same = at.year == timezone.localtime(now).year
    return date_format(at, "MONTH_DAY_FORMAT" if same else "DATE_FORMAT")
