"""Whose stories are followed, and on which network: the clicks on the links of each team, by network.

Nothing is told of fewer than five people who shared in the span. Teams of fewer are put together, and when even
together they are fewer than five, with the smallest of the others. Of a line a network stands apart when five of those
people shared on it; the rest is added to the smallest of its networks. No subtraction leads back to a small group.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from django.db.models import F, Max, Q, QuerySet, Sum
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

import networks
from accounts import company
from accounts.models import Team
from advocacy.clicks import sketches
from advocacy.clicks.lists import among
from advocacy.models import Share, TeamClicks
from leaderboard.teams import LEAST

# Fixed spans: by days of one's own choice, two spans would tell apart what one day brought.
SPANS = (7, 30, 90, 365)
USUAL = 30
NO_TEAM = 0
SURE = 2  # standard errors: nineteen times of twenty

Key = tuple[int, str]


class Sort(StrEnum):
    """A column, and the order by it: names from A, counts from the largest."""

    NAME = "name"
    CLICKS = "clicks"
    READERS = "readers"
    PEOPLE = "people"

    @property
    def label(self) -> str | Promise:
        return _LABELS[self]


_LABELS: Mapping[Sort, str | Promise] = {
    Sort.NAME: gettext_lazy("Team"),
    Sort.CLICKS: gettext_lazy("Clicks by people"),
    Sort.READERS: gettext_lazy("Readers"),
    Sort.PEOPLE: gettext_lazy("People who shared"),
}


@dataclass(frozen=True)
class Followed:
    """What links brought. Units: clicks by people; visitors, each once a day for each team and network.

    `error`: by how much the visitors may be off, nineteen times of twenty; 0 when all are counted.
    """

    clicks: int = 0
    readers: int = 0
    variance: float = 0.0  # of the readers, in standard errors of sketches

    @property
    def error(self) -> int:
        return round(SURE * sketches.ERROR * math.sqrt(self.variance))

    def __add__(self, other: "Followed") -> "Followed":
        return Followed(self.clicks + other.clicks, self.readers + other.readers, self.variance + other.variance)


@dataclass(frozen=True)
class Cell:
    """One network of a line; `has_others`: with networks on which fewer than five people shared."""

    network: str
    followed: Followed
    has_others: bool


@dataclass(frozen=True)
class Line:
    """A team, or several together: how many people of it shared in the span, and what their links brought.

    Shape: `cells` holds the networks that stand apart, by key; none when no network has five people.
    """

    name: str
    above: str
    people: int
    together: Followed
    cells: Mapping[str, Cell]
    is_several: bool = False


@dataclass(frozen=True, kw_only=True)
class Table:
    """The days up to and with `until`. Shape: `networks` are the columns, most clicks first."""

    since: date
    until: date
    days: int
    people: int
    together: Followed
    networks: Sequence[networks.Network]
    lines: Sequence[Line]


@dataclass
class _Group:
    """Teams that are told together. `people` by network counts who shared there."""

    teams: list[int]
    people: int = 0
    by_network: defaultdict[str, int] = field(default_factory=lambda: defaultdict(int))
    followed: defaultdict[str, Followed] = field(default_factory=lambda: defaultdict(Followed))
    name: str = ""
    above: str = ""
    is_several: bool = False


def by_team(*, days: int, sort: Sort, now: datetime) -> Table:
    """This will sum up what the links of each team brought in the last so many company days, by network.

    Shape: lines in the order asked for, teams that are told together last; none while fewer than five people shared.
    Who changed the team in between counts in one, the clicks in both. Source: five queries on daily sums and shares.
    """
    zone = company.current().zone
    until = company.day(at=now, zone=zone)
    since = until - timedelta(days=days - 1)
    posted = Share.objects.filter(
        state=Share.State.POSTED, posted_at__gte=company.day_starts(on=since, zone=zone), posted_at__lte=now
    )
    groups = _merged(_counted(posted=posted, clicks=TeamClicks.objects.filter(on__gte=since, on__lte=until)))
    lines = sorted((_line(group) for group in groups), key=_order(sort))
    lines.sort(key=lambda line: line.is_several)
    sums: defaultdict[str, int] = defaultdict(int)
    for line in lines:
        for key, cell in line.cells.items():
            sums[key] += cell.followed.clicks
    return Table(
        since=since,
        until=until,
        days=days,
        people=sum(line.people for line in lines),
        together=sum((line.together for line in lines), Followed()),
        networks=[networks.get(key) for key in sorted(sums, key=lambda key: (-sums[key], key))],
        lines=lines,
    )


def _counted(*, posted: QuerySet[Share], clicks: QuerySet[TeamClicks]) -> list[_Group]:
    """Each team for itself, and who is in none."""
    groups: dict[int, _Group] = {}
    sums: QuerySet[TeamClicks, Any] = clicks.order_by().values_list("team_number", "network")
    sums = sums.annotate(
        Sum("human"), Sum("visitors"), squares=Sum(F("visitors") * F("visitors"), filter=Q(visitors__gt=sketches.EXACT))
    )
    for key, network, human, visitors, squares in sums:
        group = groups.setdefault(key, _Group(teams=[key]))
        group.followed[network] = Followed(human, visitors, float(squares or 0))
    # Who shared in two teams is one person, and counts in one: nobody is made two of by putting teams together.
    people: QuerySet[Share, Any] = posted.order_by()
    in_team = Counter(team or NO_TEAM for _, team in people.values_list("person").annotate(Max("team")))
    on_network = Counter(
        (team or NO_TEAM, network) for _, network, team in people.values_list("person", "network").annotate(Max("team"))
    )
    for key, count in in_team.items():
        groups.setdefault(key, _Group(teams=[key])).people = count
    for (key, network), count in on_network.items():
        groups.setdefault(key, _Group(teams=[key])).by_network[network] = count
    names = Team.objects.filter(pk__in=among(groups)).select_related("parent").in_bulk()
    for key, group in groups.items():
        team = names.get(key)
        group.name = str(team) if team else _("People without a team")
        group.above = str(team.parent) if team and team.parent else ""
        if team is None and key != NO_TEAM:  # it is gone, and nobody knows who shared in it
            group.people = 0
            group.by_network.clear()
    return list(groups.values())


def _merged(groups: Iterable[_Group]) -> list[_Group]:
    """Put the small ones together; nothing at all when everybody together is fewer than five."""
    ordered = sorted(groups, key=lambda group: (group.people, group.teams))
    large = [group for group in ordered if group.people >= LEAST]
    small = [group for group in ordered if group.people < LEAST]
    if not small:
        return large
    rest = _joined(small, name=_("Smaller teams, together"))
    if rest.people >= LEAST:
        return [*large, rest]
    if not large:
        return []
    name = _("%(team)s and smaller teams") % {"team": large[0].name}
    return [*large[1:], _joined([large[0], rest], name=name)]


def _joined(groups: Iterable[_Group], *, name: str) -> _Group:
    joined = _Group(teams=[], name=name, is_several=True)
    for group in groups:
        joined.teams += group.teams
        joined.people += group.people
        for network, count in group.by_network.items():
            joined.by_network[network] += count
        for network, followed in group.followed.items():
            joined.followed[network] += followed
    return joined


def _line(group: _Group) -> Line:
    together = sum(group.followed.values(), Followed())
    large = sorted((count, key) for key, count in group.by_network.items() if count >= LEAST)
    # How many different people the small ones have together is not known: it may be one, on each of them.
    small = [key for key in group.followed if group.by_network[key] < LEAST]
    cells = {key: Cell(key, group.followed[key], has_others=False) for _count, key in large}
    if small and large:
        smallest = large[0][1]
        others = sum((group.followed[key] for key in small), group.followed[smallest])
        cells[smallest] = Cell(smallest, others, has_others=True)
    return Line(
        name=group.name,
        above=group.above,
        people=group.people,
        together=together,
        cells=cells,
        is_several=group.is_several,
    )


def _order(sort: Sort) -> Callable[[Line], tuple[object, ...]]:
    counts: dict[Sort, Callable[[Line], int]] = {
        Sort.PEOPLE: lambda line: line.people,
        Sort.CLICKS: lambda line: line.together.clicks,
        Sort.READERS: lambda line: line.together.readers,
    }
    if sort not in counts:
        return lambda line: (line.name.casefold(), line.above)
    count = counts[sort]
    return lambda line: (-count(line), line.name.casefold(), line.above)
