"""The hours in which somebody gets no mail: a stretch of every day in that person's own time zone."""

import zoneinfo
from datetime import UTC, date, datetime, time, timedelta

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts.models import Person


class HalfAnAnswer(ValidationError):
    pass


class AllDay(ValidationError):
    pass


def end(*, at: datetime, begins: time | None, ends: time | None, zone: zoneinfo.ZoneInfo) -> datetime | None:
    """This will name the moment at which the quiet hours around `at` are over; None outside of them.

    Shape: aware, in UTC. The beginning belongs to them, the end does not; hours that run over midnight belong to the
    day on which they begin. A clock time that a change of clocks leaves out is taken as the moment the clocks jump over
    it; one that comes twice is the first one where they begin and the second where they end.
    """
    if begins is None or ends is None or begins == ends:
        return None
    today = at.astimezone(zone).date()
    for day in (today - timedelta(days=1), today):
        last_day = day if begins < ends else day + timedelta(days=1)
        since = _moment(day, begins, zone=zone, second=False)
        until = _moment(last_day, ends, zone=zone, second=True)
        if since <= at < until:
            return until
    return None


def of(*, person: Person, at: datetime, company_zone: zoneinfo.ZoneInfo) -> datetime | None:
    """This will name when a person's quiet hours around `at` are over; None outside of them, and for who has none."""
    zone = zoneinfo.ZoneInfo(person.time_zone) if person.time_zone else company_zone
    return end(at=at, begins=person.quiet_from, ends=person.quiet_until, zone=zone)


def check(*, begins: time | None, ends: time | None) -> None:
    """This will do nothing for hours that can be kept. Errors: HalfAnAnswer, AllDay."""
    if (begins is None) != (ends is None):
        raise HalfAnAnswer({"quiet_until": _("Say when they begin and when they end, or leave both empty.")})
    if begins is not None and begins == ends:
        raise AllDay({"quiet_until": _("These begin and end at the same time. To get no mail at all, turn it off.")})


def _moment(on: date, clock: time, *, zone: zoneinfo.ZoneInfo, second: bool) -> datetime:
    local = datetime.combine(on, clock.replace(tzinfo=None, fold=int(second)), tzinfo=zone)
    moment = local.astimezone(UTC)
    back = moment.astimezone(zone).replace(tzinfo=None, fold=0)
    if back != local.replace(tzinfo=None, fold=0):
        # The clocks jump over it: with the offset of before, this is as long after the jump as it would have been.
        return local.replace(fold=0).astimezone(UTC)
    return moment
