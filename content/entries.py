"""What the feeds brought, until somebody takes it up or puts it aside."""

from datetime import datetime

from django.db.models import QuerySet
from django.db.models.functions import Coalesce

from accounts import audit, roles
from accounts.models import Person
from accounts.roles import Role
from content import previews
from content.models import FeedEntry, Preview


def to_look_at() -> QuerySet[FeedEntry]:
    """This will list the entries that nobody took up or put aside, of feeds that are still read, the newest first."""
    waiting = FeedEntry.objects.filter(dismissed_at=None, taken_at=None, feed__stopped_at=None)
    return waiting.select_related("feed").order_by(Coalesce("published_at", "found_at").desc(), "-pk")


def take(*, entry: FeedEntry, by: Person, now: datetime) -> Preview:
    """This will ask for the entry's page to be read, as the first step to a story.

    Safe to repeat: see previews.ask. Errors: roles.NotAllowed unless `by` is a curator; addresses.UnusableAddress.
    """
    return previews.ask(url=entry.url, by=by, now=now, entry=entry)


def dismiss(*, entry: FeedEntry, by: Person, now: datetime) -> None:
    """This will put an entry aside. Safe to repeat. Errors: roles.NotAllowed unless `by` is a curator."""
    roles.require(person=by, role=Role.CURATOR)
    if FeedEntry.objects.filter(pk=entry.pk, dismissed_at=None).update(dismissed_at=now):
        audit.record(by=by, action="entries.dismiss", target=entry, at=now)


def restore(*, entry: FeedEntry, by: Person, now: datetime) -> None:
    """This will take an entry back among those to look at. Safe to repeat. Errors: roles.NotAllowed."""
    roles.require(person=by, role=Role.CURATOR)
    if FeedEntry.objects.filter(pk=entry.pk, dismissed_at__isnull=False).update(dismissed_at=None):
        audit.record(by=by, action="entries.restore", target=entry, at=now)
