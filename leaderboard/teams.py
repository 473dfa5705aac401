"""Totals of groups of people, never of fewer than five, and never who did not take part.

A team that is too small is shown as part of what is above it. Beside one's own group stand the other groups with the
same parent; the small ones among them are put together, and when even together they are fewer than five, with the
smallest of the others: no subtraction leads back to a small group.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from accounts import company
from accounts.models import Person, Team
from advocacy.models import Conversation, Share
from charts import percent
from leaderboard import bands
from leaderboard.models import Season

LEAST = 5
# Below three, and above all but three, a number would speak of single people.
VEILED = 3


@dataclass(frozen=True)
class TeamGroup:
    """A group beside one's own: its name, its size, and the band of its rate. Shares between 0 and 1."""

    name: str
    people: int
    band: bands.Band
    is_yours: bool

    @property
    def low(self) -> str:
        return percent(self.band.low)

    @property
    def high(self) -> str:
        return percent(self.band.high)

    @property
    def line(self) -> tuple[str, str, str]:
        """Both ends and the middle, for a line from 0 to 100; never written by the language."""
        ends = (self.band.low, self.band.rate, self.band.high)
        return tuple(f"{end * 100:.1f}" for end in ends)  # type: ignore[return-value]


@dataclass(frozen=True)
class Page:
    """One's own group and those beside it; `told` is None where the number would speak of single people."""

    name: str
    people: int
    told: int | None
    is_nearly_everybody: bool
    talks: int
    groups: list[TeamGroup]


@dataclass
class _Group:
    teams: list[Team]
    people: int = 0
    told: int = 0
    name: str = ""


def page(*, person: Person, season: Season) -> Page | None:
    """This will sum up a person's group in a season; None while there is no group of five around him.

    Shape: groups by letter, then rate, highest first. Source: two counts by team, one of conversations; seven queries.
    """
    own = _own_group(person)
    if own is None:
        return None
    groups = _counted(_beside(own), own=own, season=season)
    mine = next(group for group in groups if own in group.teams)
    estimates = bands.shrink([bands.Group(hits=group.told, size=group.people) for group in groups])
    lines = [
        TeamGroup(name=group.name, people=group.people, band=band, is_yours=group is mine)
        for group, band in zip(groups, estimates, strict=True)
    ]
    since = company.day_starts(on=season.starts_on, zone=company.current().zone)
    talks = Conversation.objects.filter(_inside("team__", mine.teams), started_at__gte=since).count()
    is_veiled = not VEILED <= mine.told <= mine.people - VEILED
    return Page(
        name=mine.name,
        people=mine.people,
        told=None if is_veiled else mine.told,
        is_nearly_everybody=is_veiled and mine.told >= VEILED,
        talks=talks,
        groups=sorted(lines, key=lambda line: (line.band.letter, -line.band.rate, line.name)),
    )


def _own_group(person: Person) -> Team | None:
    """The smallest team around a person, itself included, that has five people."""
    if person.team is None:
        return None
    above = Team.objects.filter(pk__in=person.team.ancestor_ids)
    for team in sorted(above, key=lambda team: -len(team.path)):
        if Person.objects.present().inside(team)[:LEAST].count() >= LEAST:
            return team
    return None


def _beside(own: Team) -> list[_Group]:
    """The teams under the same parent, with all that is below them; whoever is in the parent itself is one more."""
    groups = [_Group(teams=[team], name=team.name) for team in Team.objects.filter(parent=own.parent_id)]
    if own.parent is not None:
        groups.append(_Group(teams=[], name=own.parent.name))
    return groups


def _counted(groups: list[_Group], *, own: Team, season: Season) -> list[_Group]:
    """Count each group and put the small ones together."""
    since = company.day_starts(on=season.starts_on, zone=company.current().zone)
    parent = next((group for group in groups if not group.teams), None)
    everybody = Person.objects.present()
    everybody = everybody.inside(own.parent) if own.parent else everybody.filter(team__isnull=False)
    posted = Share.objects.filter(state=Share.State.POSTED, posted_at__gte=since).values("person")
    people = everybody.order_by().values_list("team__path").annotate(Count("pk"))
    told = dict(everybody.filter(pk__in=posted).order_by().values_list("team__path").annotate(Count("pk")))
    for path, count in people:
        group = next((group for group in groups if any(path.startswith(team.path) for team in group.teams)), parent)
        if group is not None:
            group.people += count
            group.told += told.get(path, 0)
    return _merged([group for group in groups if group.people])


def _merged(groups: list[_Group]) -> list[_Group]:
    large = sorted((group for group in groups if group.people >= LEAST), key=lambda group: group.people)
    small = [group for group in groups if group.people < LEAST]
    if not small:
        return large
    rest = _joined(small, name=_("Smaller teams, together"))
    if rest.people >= LEAST or not large:
        return [*large, rest]
    return [*large[1:], _joined([large[0], rest], name=_("%(team)s and smaller teams") % {"team": large[0].name})]


def _joined(groups: Iterable[_Group], *, name: str) -> _Group:
    joined = _Group(teams=[], name=name)
    for group in groups:
        joined.teams += group.teams
        joined.people += group.people
        joined.told += group.told
    return joined


def _inside(prefix: str, teams: Iterable[Team]) -> Q:
    """Whoever belongs to one of the teams or to what is below it."""
    inside = Q(pk__in=[])
    for team in teams:
        inside |= Q(**{f"{prefix}path__startswith": team.path})
    return inside
