"""Stories that say the same in several languages: one begins, the others are its translations."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Q, QuerySet

from accounts.models import Person
from accounts.roles import Role
from content.models import Story


@dataclass(frozen=True)
class Untold:
    """A story, and the languages in which it is not told: code and name."""

    story: Story
    languages: tuple[tuple[str, str], ...]


def family(*, story: Story) -> QuerySet[Story]:
    """This will list a story and its siblings, the one that began first; what was taken back or thrown away is absent.

    Source: one query.
    """
    root = story.translation_of_id or story.pk
    kept = Story.objects.filter(Q(pk=root) | Q(translation_of=root), discarded_at=None)
    return kept.exclude(state=Story.State.RETRACTED).order_by("pk")


def siblings(*, story: Story) -> QuerySet[Story]:
    """This will list the same story in other languages. Source: one query."""
    return family(story=story).exclude(pk=story.pk)


def missing(*, story: Story) -> Sequence[tuple[str, str]]:
    """This will name the languages that nobody said a story in yet: code and name. Source: one query."""
    told = {*family(story=story).values_list("language", flat=True), story.language}
    return _others(told)


def untold(*, person: Person) -> list[Untold]:
    """This will list the newest stories in a curator's reach that are out or planned and lack a language.

    Shape: at most forty. Source: three queries.
    """
    told_in: dict[int, set[str]] = {}
    out = Story.objects.in_reach(person, role=Role.CURATOR).filter(state__in=(Story.State.APPROVED, Story.State.LIVE))
    found = list(out.filter(translation_of=None).order_by("-updated_at", "-pk")[:40])
    siblings_of = Story.objects.filter(translation_of__in=found, discarded_at=None).exclude(state=Story.State.RETRACTED)
    for sibling in siblings_of.only("translation_of_id", "language"):
        told_in.setdefault(sibling.translation_of_id or 0, set()).add(sibling.language)
    return [
        Untold(story=story, languages=languages)
        for story in found
        if (languages := _others({story.language, *told_in.get(story.pk, ())}))
    ]


def _others(told: set[str]) -> tuple[tuple[str, str], ...]:
    return tuple((code, str(name)) for code, name in settings.LANGUAGES if code not in told)
