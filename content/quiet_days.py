"""Days on which nothing new goes out: who adds them, and what stands against them."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts import audit, company
from accounts.models import Person
from accounts.roles import Role
from content import reach
from content.manuscripts import Manuscript
from content.models import QuietDay

LONGEST_DAYS = 60


class DaysOutOfOrder(ValidationError):
    """The last day lies before the first, or too far behind it."""


class ReasonMissing(ValidationError):
    """Nobody can tell later why nothing went out."""


def add(*, first_on: date, last_on: date | None, region: str = "", reason: str, by: Person, now: datetime) -> QuietDay:
    """This will keep days quiet, everywhere or in one region; one day when there is no last one.

    Safe to repeat: the same days for the same region and reason stand once.
    Errors: reach.OutsideReach unless `by` is a curator of the whole company; DaysOutOfOrder; ReasonMissing.
    """
    reach.require(person=by, role=Role.CURATOR, team=None)
    last_on = last_on or first_on
    if not first_on <= last_on:
        raise DaysOutOfOrder({"last_on": _("The last quiet day lies before the first one.")}, code="days_out_of_order")
    if (last_on - first_on).days >= LONGEST_DAYS:
        sentence = _("Sixty days are the most at once. Ask whether so long a silence is what you mean.")
        raise DaysOutOfOrder({"last_on": sentence}, code="days_out_of_order")
    if not reason.strip():
        raise ReasonMissing(
            {"reason": _("Say in a few words why; everybody in the studio reads it.")}, code="no_reason"
        )
    with transaction.atomic():
        quiet, is_new = QuietDay.objects.get_or_create(
            first_on=first_on,
            last_on=last_on,
            region=region.strip()[:60],
            reason=reason.strip()[:120],
            defaults={"added_by": by},
        )
        if is_new:
            audit.record(by=by, action="quiet_days.add", target=quiet, at=now)
    return quiet


def remove(*, quiet_day: QuietDay, by: Person, now: datetime) -> None:
    """This will let something go out again on these days. Safe to repeat. Errors: reach.OutsideReach."""
    reach.require(person=by, role=Role.CURATOR, team=None)
    with transaction.atomic():
        if QuietDay.objects.filter(pk=quiet_day.pk).delete()[0]:
            audit.record(by=by, action="quiet_days.remove", target=quiet_day, at=now)


def between(*, first: date, last: date) -> list[QuietDay]:
    """This will list what is quiet on a day from `first` to `last`, the earliest first. Source: one query."""
    return list(QuietDay.objects.filter(first_on__lte=last, last_on__gte=first))


def conflicts(manuscript: Manuscript) -> list[QuietDay]:
    """This will list the quiet days on which a manuscript would go live, for people whom it is meant for.

    Nothing conflicts that has no date yet, or that is out already when the silence begins: only what is new disturbs.
    Source: two queries.
    """
    if manuscript.goes_live_at is None:
        return []
    on = company.day(at=manuscript.goes_live_at, zone=company.current().zone)
    return against(on=on, regions=[rule.region for rule in manuscript.audience], among=between(first=on, last=on))


def against(*, on: date, regions: Iterable[str], among: Sequence[QuietDay]) -> list[QuietDay]:
    """This will keep what is quiet on a day in one of these regions; an empty one means everywhere. No query."""
    named = set(regions)
    return [
        quiet
        for quiet in among
        if quiet.first_on <= on <= quiet.last_on and (not quiet.region or "" in named or quiet.region in named)
    ]
