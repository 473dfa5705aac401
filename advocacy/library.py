"""The library: everything that reaches somebody and is out, to look through and to search."""

import uuid
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import Exists, F, OuterRef, QuerySet

from accounts.models import Person
from advocacy import places, today
from advocacy.models import Claim, Reading
from content import searches
from content.models import Objective, Story, Topic

LONGEST = 200
MINE = ("read", "claimed")


@dataclass(frozen=True)
class Search:
    """What somebody looks for; empty fields mean everything, and so does a word that is none of the choices."""

    words: str = ""
    reason: str = ""
    kind: str = ""
    language: str = ""
    topic: str = ""  # the public key
    mine: str = ""  # read | claimed

    @property
    def is_narrow(self) -> bool:
        return any(asdict(self).values())

    @property
    def filters(self) -> int:
        """How many choices besides the words and the shelf are made."""
        return sum(bool(chosen) for chosen in (self.reason, self.kind, self.language, self.topic))

    @property
    def said(self) -> dict[str, str]:
        """The fields that are not empty."""
        return {name: value for name, value in asdict(self).items() if value}


def search(given: dict[str, Any]) -> Search:
    """This will read a search from outside: what makes no sense is left out, what is too long is cut."""
    known = {field.name: str(given.get(field.name, ""))[:LONGEST].strip() for field in fields(Search)}
    # No database takes this letter, and nobody types it.
    known["words"] = known["words"].replace("\x00", "")
    choices = {
        "reason": Objective.Reason.values,
        "kind": Story.Kind.values,
        "language": [code for code, _name in settings.LANGUAGES],
        "mine": MINE,
    }
    for name, accepted in choices.items():
        if known[name] not in accepted:
            known[name] = ""
    try:
        known["topic"] = str(uuid.UUID(known["topic"])) if known["topic"] else ""
    except ValueError:
        known["topic"] = ""
    return Search(**known)


def find(*, person: Person, search: Search, now: datetime) -> QuerySet[Any, Any]:
    """This will list the stories somebody looks for: the nearest to the words first, then the newest.

    Shape: live ones that reach him; among what he read or took up, those that ended as well. Each has what a card shows
    and `is_mine`. Source: one query, with the audience as EXISTS.
    """
    read = Reading.objects.filter(person=person, story=OuterRef("pk"), read_at__isnull=False)
    claimed = Claim.objects.filter(person=person, story=OuterRef("pk"))
    stories: Any = today.cards(person=person).annotate(is_mine=Exists(claimed.filter(state__in=places.HELD)))
    if search.mine:
        mine = read if search.mine == "read" else claimed
        stories = stories.filter(Exists(mine), pk__in=Story.objects.shown_to(person).values("pk"))
    else:
        stories = stories.live(now).for_person(person)
    if search.reason:
        stories = stories.filter(campaign__objective__reason=search.reason)
    if search.kind:
        stories = stories.filter(kind=search.kind)
    if search.language:
        stories = stories.filter(language=search.language)
    if search.topic:
        about = Story.topics.through.objects.filter(story=OuterRef("pk"), topic__public_id=search.topic)
        stories = stories.filter(Exists(about))
    if search.words:
        found: QuerySet[Any, Any] = searches.find(stories=stories, text=search.words)
        return found.order_by("nearness", F("goes_live_at").desc(), "-pk")
    listed: QuerySet[Any, Any] = stories.order_by("-goes_live_at", "-pk")
    return listed


def topics() -> list[Topic]:
    """This will list what stories can be about, by name. Source: one query."""
    return list(Topic.objects.filter(retired_at=None))
