"""What the links brought. Every figure is a sum of rows for a day; nobody counts clicks one by one."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, OuterRef, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce

from accounts.models import Person
from advocacy.clicks import sketches
from advocacy.models import CompanyClicks, DailyClicks, Share, StoryClicks


@dataclass(frozen=True)
class Figures:
    human: int = 0
    suspect: int = 0
    robot: int = 0
    visitors: int = 0  # daily unique: somebody who comes on two days is two; a person's: by two links as well


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
    return Figures(**CompanyClicks.objects.filter(on__gte=since, on__lt=until).aggregate(**_SUMS))


def visitors_by(group: str, rows: QuerySet[StoryClicks]) -> dict[Any, int]:
    """Count the visitors of groups of stories: on each day everybody once, and the days added up.

    Shape: group → visitors; `group` names a column. Source: two queries, the second for days with several stories.
    """
    found: defaultdict[Any, int] = defaultdict(int)
    several: dict[tuple[Any, date], list[bytes]] = {}
    for key, on, stories, visitors in rows.order_by().values_list(group, "on").annotate(Count("pk"), Sum("visitors")):
        if stories == 1:
            found[key] += visitors
        else:
            several[key, on] = []
    if several:
        crowded = rows.filter(on__in={on for _, on in several}).order_by()
        for key, on, visitors, sketch in crowded.values_list(group, "on", "visitors", "sketch"):
            if (key, on) in several:
                found[key] += 0 if sketch else visitors  # without a sketch nobody knows who they were
                several[key, on].append(bytes(sketch))
    for (key, _), of_day in several.items():
        found[key] += sketches.count(sketches.united(of_day))
    return dict(found)


def behind(link: str, name: str) -> Coalesce:
    """This will sum, within another query, one of the figures of a link; `link` names the column that holds it."""
    rows = DailyClicks.objects.filter(link=OuterRef(link)).order_by().values("link").annotate(together=_SUMS[name])
    return Coalesce(Subquery(rows.values("together")), Value(0))


def _sum(rows: QuerySet[DailyClicks]) -> Figures:
    return Figures(**rows.aggregate(**_SUMS))
