"""Who is meant: how many people a manuscript's audience reaches, and which audiences a curator may choose."""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256

from django.contrib.humanize.templatetags.humanize import intcomma
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Person, Team
from content import manuscripts
from content.manuscripts import Manuscript
from content.models import Interest

SECONDS_KEPT = 60
FEWEST = 5


class OutsideTeam(ValidationError):
    """The audience reaches people outside the team that the story belongs to."""


@dataclass(frozen=True)
class Reach:
    people: int
    by_language: Mapping[str, int]  # the most first
    is_private: bool = False  # by an interest that so few chose that the number would tell whose it is

    @property
    def number(self) -> str:
        """How many, as a page may say it."""
        return f"1–{self.at_most}" if self.is_private else intcomma(self.people)

    @property
    def at_most(self) -> int:
        return FEWEST - 1 if self.is_private else self.people


def reach(*, manuscript: Manuscript) -> Reach:
    """This will count the people present whom one of the audience's rules fits, each once.

    Source: accounts.Person and Team, content.Topic and Interest, three queries.
    """
    teams, topics = manuscripts.teams_of(manuscript), manuscripts.topics_of(manuscript)
    fits = Q(pk__in=())
    for rule in manuscript.audience:
        if (rule.team and rule.team not in teams) or (rule.topic and rule.topic not in topics):
            continue
        fit = ~Q(pk__in=())
        if rule.team:
            fit &= Q(team__path__startswith=teams[rule.team].path)
        if rule.region:
            fit &= Q(region=rule.region)
        if rule.language:
            fit &= Q(language=rule.language)
        if rule.topic:
            fit &= Q(pk__in=Interest.objects.filter(topic=topics[rule.topic]).values("person"))
        fits |= fit
    if not manuscript.audience:
        return Reach(people=0, by_language={})
    rows = (
        Person.objects.present().filter(fits).values_list("language").annotate(people=Count("pk")).order_by("-people")
    )
    by_language = dict(rows)
    people = sum(by_language.values())
    is_private = 0 < people < FEWEST and any(rule.topic for rule in manuscript.audience)
    return Reach(people=people, by_language=by_language, is_private=is_private)


def lately(*, manuscript: Manuscript) -> Reach:
    """This will count as `reach` does, up to a minute ago for the same lines: a page asks it while somebody types.

    Source: the cache; among 350,000 people counting takes a fifth of a second, and most typing is not about the lines.
    """
    key = f"content-reach:{sha256(repr(sorted(map(repr, manuscript.audience))).encode()).hexdigest()}"
    counted: Reach | None = cache.get(key)
    if counted is None:
        counted = reach(manuscript=manuscript)
        cache.set(key, counted, SECONDS_KEPT)
    return counted


def check_inside(*, manuscript: Manuscript, team: Team | None) -> None:
    """This will do nothing for an audience that lies inside the team, or when the story belongs to the whole company.

    Errors: OutsideTeam.
    """
    if team is None:
        return
    named = manuscripts.teams_of(manuscript)
    for rule in manuscript.audience:
        if rule.team not in named or not named[rule.team].path.startswith(team.path):
            sentence = _(
                "This story belongs to %(team)s. Choose that team, or one below it, in every line of “For whom”."
            )
            raise OutsideTeam(sentence, code="outside_team", params={"team": team})


def teams(*, within: Team | None) -> list[Team]:
    """This will list the teams that an audience may name, in the order of the tree. Source: one query."""
    found = Team.objects.order_by("path")
    return list(found.filter(path__startswith=within.path) if within else found)


def regions() -> list[str]:
    """This will list the regions that people are in, by name, up to a minute ago. Source: the cache, or one query."""
    named: list[str] | None = cache.get("content-regions")
    if named is None:
        found = Person.objects.present().exclude(region="").order_by("region").values_list("region", flat=True)
        named = list(found.distinct())
        cache.set("content-regions", named, SECONDS_KEPT)
    return named
