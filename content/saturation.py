"""How much is asked of the same people, and so of the same followers, in a week.

A person of a group is asked as often as stories want to be told by him: the places that a story has in the week,
divided by all people whom it reaches, is what it asks of each of them; nobody tells a story twice, so one story asks
for one telling at most. Summed over the stories of the week this is the number of posts that the followers of one
person would see if every place was taken.

Three limits, in asks a person and week. They are judgements, written down so that they can be discussed:

- below 1: calm. Not everybody is asked every week.
- up to 2: fine. Two posts in five working days leave room for what a person wants to say himself.
- up to 3: much. Every second working day belongs to the company.
- above 3: too much. More of what followers see is the company's than the person's: the person is the reason anybody
  reads, and that wears off. Something should move.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import product
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.cache import cache
from django.db.models import Count
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from accounts import company
from accounts.models import Person, Team
from content.models import AudienceRule, Interest, Story

CALM = 1.0
FINE = 2.0
MUCH = 3.0
SECONDS_KEPT = 300
LEVELS = ("calm", "fine", "much", "too_much")


@dataclass(frozen=True)
class Group:
    """People as an audience names them; what is empty fits everybody. A team stands for all below it."""

    team: int | None = None
    region: str = ""
    language: str = ""


@dataclass(frozen=True)
class Rule:
    group: Group
    topic: int | None = None


@dataclass(frozen=True)
class Cell:
    """People alike in all that an audience can ask for; `teams` are their own and those above it."""

    teams: tuple[int, ...]
    region: str
    language: str
    people: int


@dataclass(frozen=True)
class Offer:
    """What a story asks for: its places from its first day to its last."""

    story: int
    places: int
    places_per_day: int | None
    first: date
    last: date
    rules: frozenset[Rule]

    def places_within(self, monday: date) -> float:
        """This will say how many places the story has in a week; without a pace they lie evenly over its days."""
        days = min(self.last, monday + timedelta(days=6)) - max(self.first, monday)
        per_day = self.places_per_day or self.places / ((self.last - self.first).days + 1)
        return max(0.0, min(float(self.places), per_day * (days.days + 1)))


@dataclass(frozen=True)
class Load:
    """What is asked of a group in a week, and by which stories, those that ask the most first."""

    group: Group
    people: int
    asks: float
    stories: tuple[tuple[int, float], ...]
    name: str = ""

    @property
    def level(self) -> str:
        return level_of(self.asks)

    @property
    def is_too_much(self) -> bool:
        return self.asks > MUCH

    @property
    def sentence(self) -> str:
        """Operations sees 4 asks a person this week: too much, move one."""
        asks = number_format(round(self.asks, 1), decimal_pos=0 if round(self.asks, 1) == round(self.asks) else 1)
        if self.is_too_much:
            return _("%(group)s: %(asks)s asks a person in this week. Too much, move one.") % {
                "group": self.name,
                "asks": asks,
            }
        return _("%(group)s: %(asks)s asks a person in this week.") % {"group": self.name, "asks": asks}


def level_of(asks: float) -> str:
    return LEVELS[(asks >= CALM) + (asks > FINE) + (asks > MUCH)]


def loads(
    *,
    offers: Sequence[Offer],
    cells: Iterable[Cell],
    mondays: Sequence[date],
    interested: Mapping[int, float],
) -> dict[date, list[Load]]:
    """This will say for each week what is asked of every group that an audience names.

    `interested` is the part of all people who chose a topic; it is taken to be the same in every group.
    Shape: by week, the most asked group first; groups of which nothing is asked are absent.
    Units: asks a person and week. Its time grows with the cells, and with the pairs of audiences that share people; not
    with the stories.
    """
    kinds = _people_by_fit(cells=cells, rules={rule for offer in offers for rule in offer.rules})
    by_rule: dict[Rule, set[frozenset[Rule]]] = defaultdict(set)
    for offer in offers:
        for rule in offer.rules:
            by_rule[rule].add(offer.rules)
    weights = {kind: _weights(kind, by_rule, interested) for kind in kinds}
    reached: Counter[frozenset[Rule]] = Counter()
    of_group: dict[Group, set[frozenset[Rule]]] = defaultdict(set)
    for kind, people in kinds.items():
        for audience, weight in weights[kind].items():
            reached[audience] += people * weight  # type: ignore[assignment]
        for rule in kind:
            of_group[rule.group].add(kind)
    return {
        monday: _week(monday, offers=offers, kinds=kinds, weights=weights, reached=reached, of_group=of_group)
        for monday in mondays
    }


def _people_by_fit(*, cells: Iterable[Cell], rules: set[Rule]) -> Counter[frozenset[Rule]]:
    """People whom the same rules fit are one kind: there are few kinds, however many people and teams there are."""
    by_group: dict[tuple[int | None, str, str], list[Rule]] = defaultdict(list)
    for rule in rules:
        by_group[rule.group.team, rule.group.region, rule.group.language].append(rule)
    named = {group[0] for group in by_group if group[0] is not None}
    kinds: Counter[frozenset[Rule]] = Counter()
    for cell in cells:
        teams = (None, *(team for team in cell.teams if team in named))
        fits = product(teams, {"", cell.region}, {"", cell.language})
        kinds[frozenset(rule for fit in fits if fit in by_group for rule in by_group[fit])] += cell.people
    kinds.pop(frozenset(), None)
    return kinds


def _weights(
    kind: frozenset[Rule], by_rule: Mapping[Rule, set[frozenset[Rule]]], interested: Mapping[int, float]
) -> dict[frozenset[Rule], float]:
    """Which audiences these people belong to, and which part of them when only an interest lets them in."""
    found: dict[frozenset[Rule], float] = {}
    for rule in kind:
        weight = 1.0 if rule.topic is None else interested.get(rule.topic, 0.0)
        for audience in by_rule[rule]:
            found[audience] = max(found.get(audience, 0.0), weight)
    return found


def _week(
    monday: date,
    *,
    offers: Sequence[Offer],
    kinds: Counter[frozenset[Rule]],
    weights: Mapping[frozenset[Rule], Mapping[frozenset[Rule], float]],
    reached: Mapping[frozenset[Rule], float],
    of_group: Mapping[Group, set[frozenset[Rule]]],
) -> list[Load]:
    shares: dict[frozenset[Rule], list[tuple[int, float]]] = defaultdict(list)
    totals: Counter[frozenset[Rule]] = Counter()
    for offer in offers:
        places = offer.places_within(monday)
        people = reached.get(offer.rules, 0.0)
        if places > 0 and people > 0:
            share = min(1.0, places / people)
            shares[offer.rules].append((offer.story, share))
            totals[offer.rules] += share  # type: ignore[assignment]
    asked = {
        kind: people * sum(totals[audience] * weight for audience, weight in weights[kind].items())
        for kind, people in kinds.items()
    }
    found = []
    for group, its_kinds in of_group.items():
        members = sum(kinds[kind] for kind in its_kinds)
        asks = sum(asked[kind] for kind in its_kinds) / members if members else 0.0
        if asks > 0:
            stories = _by_story(its_kinds, kinds=kinds, weights=weights, shares=shares) if asks > FINE else ()
            found.append(Load(group=group, people=members, asks=asks, stories=stories))
    return sorted(found, key=lambda load: (-load.asks, -load.people, str(load.group)))


def _by_story(
    its_kinds: set[frozenset[Rule]],
    *,
    kinds: Counter[frozenset[Rule]],
    weights: Mapping[frozenset[Rule], Mapping[frozenset[Rule], float]],
    shares: Mapping[frozenset[Rule], Sequence[tuple[int, float]]],
) -> tuple[tuple[int, float], ...]:
    people = sum(kinds[kind] for kind in its_kinds)
    inside: Counter[frozenset[Rule]] = Counter()
    for kind in its_kinds:
        for audience, weight in weights[kind].items():
            inside[audience] += kinds[kind] * weight / people  # type: ignore[assignment]
    asks = [(story, share * part) for audience, part in inside.items() for story, share in shares.get(audience, ())]
    return tuple(sorted(asks, key=lambda each: (-each[1], each[0])))


def of_weeks(*, mondays: Sequence[date], zone: ZoneInfo) -> dict[date, list[Load]]:
    """This will say what the live and planned stories of the whole company ask in each of these weeks, by group.

    Shape: as `loads`, with the groups' names; who belongs to no group that is named is not looked at.
    Source: content.Story, AudienceRule, Interest; accounts.Person and Team; five queries at most, two without stories.
    """
    if not mondays:
        return {}
    starts = company.day_starts(on=min(mondays), zone=zone)
    ends = company.day_starts(on=max(mondays) + timedelta(days=7), zone=zone)
    stories = Story.objects.filter(
        state__in=(Story.State.LIVE, Story.State.APPROVED), goes_live_at__lt=ends, expires_at__gt=starts
    )
    rules: dict[int, set[Rule]] = defaultdict(set)
    for story, team, region, language, topic in AudienceRule.objects.filter(story__in=stories).values_list(
        "story_id", "team_id", "region", "language", "topic_id"
    ):
        rules[story].add(Rule(group=Group(team=team, region=region, language=language), topic=topic))
    if not rules:
        return {monday: [] for monday in mondays}
    # Equal audiences become one object: they are compared and hashed a million times.
    same: dict[frozenset[Rule], frozenset[Rule]] = {}
    offers = [
        Offer(
            story=story,
            places=places,
            places_per_day=per_day,
            first=company.day(at=first, zone=zone),
            last=max(company.day(at=first, zone=zone), company.day(at=last - timedelta(seconds=1), zone=zone)),
            rules=same.setdefault(frozenset(rules[story]), frozenset(rules[story])),
        )
        for story, places, per_day, first, last in stories.values_list(
            "pk", "places", "places_per_day", "goes_live_at", "expires_at"
        )
        if story in rules and first is not None and last is not None
    ]
    named = {rule for audience in same for rule in audience}
    teams = {pk: (path, name) for pk, path, name in Team.objects.order_by().values_list("pk", "path", "name")}
    found = loads(
        offers=offers,
        cells=_cells(named=named, paths={pk: path for pk, (path, _name) in teams.items()}),
        mondays=mondays,
        interested=_interested({rule.topic for rule in named if rule.topic is not None}),
    )
    languages = {code: str(name) for code, name in settings.LANGUAGES}
    return {
        monday: [
            Load(
                group=load.group,
                people=load.people,
                asks=load.asks,
                stories=load.stories,
                name=_name(load.group, teams={pk: name for pk, (_path, name) in teams.items()}, languages=languages)
                if load.asks > FINE or not count
                else "",
            )
            for count, load in enumerate(week)
        ]
        for monday, week in found.items()
    }


def _cells(*, named: set[Rule], paths: Mapping[int, str]) -> list[Cell]:
    """The people present, counted by what the audiences ask for and by nothing else: one grouped count.

    Up to five minutes ago: among 350,000 people counting takes a quarter of a second, and who is there changes slowly.
    """
    columns = [
        column
        for column, is_named in (
            ("team_id", any(rule.group.team is not None for rule in named)),
            ("region", any(rule.group.region for rule in named)),
            ("language", any(rule.group.language for rule in named)),
        )
        if is_named
    ]
    key = f"content-people-by:{','.join(columns)}"
    counted = cache.get(key)
    if counted is None:
        present = Person.objects.present().order_by()
        people = {"people": Count("pk")}
        counted = list(present.values(*columns).annotate(**people)) if columns else [present.aggregate(**people)]
        cache.set(key, counted, SECONDS_KEPT)
    above = {pk: tuple(int(part) for part in path.split("/") if part) for pk, path in paths.items()}
    return [
        Cell(
            teams=above.get(row.get("team_id") or 0, ()),
            region=row.get("region", ""),
            language=row.get("language", ""),
            people=row["people"],
        )
        for row in counted
    ]


def _interested(topics: set[int]) -> dict[int, float]:
    if not topics:
        return {}
    everybody = max(1, Person.objects.present().count())
    counted = Interest.objects.filter(topic__in=topics).order_by().values_list("topic_id").annotate(Count("pk"))
    return {topic: count / everybody for topic, count in counted}


def _name(group: Group, *, teams: Mapping[int, str], languages: Mapping[str, str]) -> str:
    parts = (teams.get(group.team or 0, ""), group.region, languages.get(group.language, group.language))
    return " · ".join(filter(None, parts)) or _("Everybody")
