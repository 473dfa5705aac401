"""Saved searches: what somebody looks for again and again, under a name of his own."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.models import Person
from advocacy.library import Search
from advocacy.models import SavedSearch

MOST = 20
LONGEST_NAME = 60


class NoName(ValidationError):
    """A search without a name cannot be found again."""


class NothingSaid(ValidationError):
    """There is nothing to look for."""


class TooMany(ValidationError):
    """So many cannot be looked through."""


def save(*, person: Person, name: str, search: Search, now: datetime) -> SavedSearch:
    """This will keep a search under a name. Safe to repeat: the same name takes the newer search.

    Errors: NoName; NothingSaid for a search for everything; TooMany beyond twenty.
    """
    called = " ".join(name.replace("\x00", "").split())[:LONGEST_NAME].strip()
    if not called:
        raise NoName(_("Give the search a name, so that you find it again."), code="no_name")
    if not search.is_narrow:
        raise NothingSaid(_("Look for something first: a word, or one of the choices."), code="nothing_said")
    mine = SavedSearch.objects.filter(person=person)
    if mine.filter(name=called).update(search=search.said):
        return mine.get(name=called)
    # Two windows at once may make one more than twenty; nobody is hurt by that.
    if mine.count() >= MOST:
        raise TooMany(_("Twenty searches are kept. Remove one that you need no more."), code="too_many")
    try:
        with transaction.atomic():
            return SavedSearch.objects.create(person=person, name=called, search=search.said, created_at=now)
    except IntegrityError:
        mine.filter(name=called).update(search=search.said)
        return mine.get(name=called)


def of(*, person: Person) -> list[SavedSearch]:
    """This will list somebody's searches, by name. Source: one query."""
    return list(SavedSearch.objects.filter(person=person)[: MOST + 5])


def remove(*, saved: SavedSearch) -> bool:
    """This will forget a search, and say whether it was there. Safe to repeat; `save` brings it back."""
    deleted, _rows = SavedSearch.objects.filter(pk=saved.pk).delete()
    return bool(deleted)
