"""Declines: "not for me", private and undone at one press."""

import uuid
from datetime import datetime

from accounts.models import Person
from advocacy.models import Decline
from content.models import Story


def record(*, person: Person, story: Story, reason: str = "", now: datetime) -> Decline:
    """This will put a story aside for one person. A reason given later replaces an empty one. Safe to repeat."""
    known = reason if reason in Decline.Reason.values else ""
    decline, created = Decline.objects.get_or_create(person=person, story=story, defaults={"reason": known, "at": now})
    if not created and known and decline.reason != known:
        Decline.objects.filter(pk=decline.pk).update(reason=known)
        decline.reason = known
    return decline


def undo(*, person: Person, story: Story) -> bool:
    """This will bring a story back and say whether it had been put aside. Safe to repeat."""
    deleted, _rows = Decline.objects.filter(person=person, story=story).delete()
    return bool(deleted)


def find(*, person: Person, story: str) -> Decline | None:
    """This will find what somebody put aside by the story's public key. Source: at most one query."""
    try:
        key = uuid.UUID(story)
    except ValueError:
        return None
    return Decline.objects.filter(person=person, story__public_id=key).select_related("story").first()
