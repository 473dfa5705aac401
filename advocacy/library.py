"""The library: everything that reaches somebody and is out, to look through and to search."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.models import Person
from advocacy import places, today
from advocacy.models import Claim, Reading
from content.models import Objective, Story


@dataclass(frozen=True)
class Search:
    """What somebody looks for; empty fields mean everything, and so does a word that is none of the choices."""

    words: str = ""
    reason: str = ""
    kind: str = ""
    language: str = ""
    mine: str = ""  # read | claimed

    @property
    def is_narrow(self) -> bool:
        return any((self.words, self.reason, self.kind, self.language, self.mine))


def find(*, person: Person, search: Search, now: datetime) -> QuerySet[Any, Any]:
    """This will list the stories somebody looks for, the newest first.

    Shape: live ones that reach him; among what he read or took up, those that ended as well. Each has what a card shows
    and `is_mine`. Source: one query, with the audience as EXISTS.
    """
    read = Reading.objects.filter(person=person, story=OuterRef("pk"), read_at__isnull=False)
    claimed = Claim.objects.filter(person=person, story=OuterRef("pk"))
    stories: Any = today.cards(person=person).annotate(is_mine=Exists(claimed.filter(state__in=places.HELD)))
    if search.mine == "read":
        stories = stories.filter(Exists(read), pk__in=Story.objects.shown_to(person).values("pk"))
    elif search.mine == "claimed":
        stories = stories.filter(Exists(claimed), pk__in=Story.objects.shown_to(person).values("pk"))
    else:
        stories = stories.live(now).for_person(person)
    if search.reason in Objective.Reason.values:
        stories = stories.filter(campaign__objective__reason=search.reason)
    if search.kind in Story.Kind.values:
        stories = stories.filter(kind=search.kind)
    if search.language:
        stories = stories.filter(language=search.language)
    for word in search.words.split()[:8]:
        stories = stories.filter(Q(title__icontains=word) | Q(summary__icontains=word))
    found: QuerySet[Any, Any] = stories.order_by("-goes_live_at", "-pk")
    return found
