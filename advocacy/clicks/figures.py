"""What the links brought. Every figure is a sum of advocacy.DailyClicks; nobody counts clicks one by one."""

from dataclasses import dataclass
from datetime import date

from django.db.models import OuterRef, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce

from accounts.models import Person
from advocacy.models import DailyClicks, Share


@dataclass(frozen=True)
class Figures:
    human: int = 0
    suspect: int = 0
    robot: int = 0
    visitors: int = 0  # daily unique: somebody who comes on two days, or by two links, is two


NONE = Figures()
_SUMS = {name: Coalesce(Sum(name), 0) for name in ("human", "suspect", "robot", "visitors")}


def for_share(share: Share) -> Figures:
    """Sum what the link of a share brought. Source: one query."""
    return _sum(DailyClicks.objects.filter(link=share.link_id))


def for_person(person: Person, since: date | None = None) -> Figures:
    """Sum what a person's links brought, from a company day on. Source: one query."""
    rows = DailyClicks.objects.filter(person=person)
    return _sum(rows if since is None else rows.filter(on__gte=since))


def company(since: date, until: date) -> Figures:
    """Sum what everybody's links brought on the company days from `since` to before `until`. Source: one query."""
    return _sum(DailyClicks.objects.filter(on__gte=since, on__lt=until))


def behind(link: str, name: str) -> Coalesce:
    """This will sum, within another query, one of the figures of a link; `link` names the column that holds it."""
    rows = DailyClicks.objects.filter(link=OuterRef(link)).order_by().values("link").annotate(together=_SUMS[name])
    return Coalesce(Subquery(rows.values("together")), Value(0))


def _sum(rows: QuerySet[DailyClicks]) -> Figures:
    return Figures(**rows.aggregate(**_SUMS))
