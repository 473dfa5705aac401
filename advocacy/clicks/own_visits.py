"""People's own visits to their own links, told apart without a cookie: by the visitor hash of the day."""

from datetime import datetime, timedelta

from django.conf import settings

from accounts.models import Person
from advocacy.clicks import events, salt, visitors
from advocacy.models import OwnVisitor

KEPT = timedelta(hours=48)  # as long as the day's salt could make the same hash again


def remember(*, person: Person, address: str, user_agent: str, now: datetime) -> None:
    """Note that this browser is the person's own today. Called where a person is shown his link.

    `address`: as web.client_address.of_request finds it; it is hashed and let go. Safe to repeat. Source: one insert.
    """
    key = salt.of_process(url=settings.SALT_URL, file=settings.SALT_FILE).current(now.timestamp())
    visitor = visitors.visitor(address=address, user_agent=events.clean_user_agent(user_agent), salt=key)
    if visitor:
        OwnVisitor.objects.bulk_create([OwnVisitor(person=person, visitor=visitor, seen_at=now)], ignore_conflicts=True)


def forget(*, now: datetime) -> int:
    """Remove the hashes that nobody can make any more. Shape: how many."""
    old = OwnVisitor.objects.filter(seen_at__lt=now - KEPT)
    return old.delete()[0] if old.exists() else 0
