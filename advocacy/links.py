"""Personal short links: one for each person, story and network, leading nowhere but to the story."""

import secrets
from datetime import datetime
from urllib.parse import quote, urlsplit, urlunsplit

from django.conf import settings
from django.db import IntegrityError, transaction

from accounts.models import Person
from advocacy import open_pages
from advocacy.models import Link
from content.models import Story

# No letter that is taken for another one, on paper or on the telephone: no 0 o 1 i l.
ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
LENGTH = 8
ATTEMPTS = 5
OURS = ("utm_source", "utm_medium", "utm_campaign", "utm_content")


def of(*, person: Person, story: Story, network: str, now: datetime) -> Link:
    """This will give a person's link to a story for a network, and make it the first time. Safe to repeat."""
    for attempt in range(ATTEMPTS):
        known = Link.objects.filter(person=person, story=story, network=network).first()
        if known:
            return known
        try:
            with transaction.atomic():
                return Link.objects.create(
                    code=new_code(),
                    person=person,
                    story=story,
                    team=person.team,
                    network=network,
                    target=target(story=story, network=network),
                    created_at=now,
                )
        except IntegrityError:
            # Another request made this very link, or the code is taken: look again, or draw again.
            if attempt == ATTEMPTS - 1:
                raise
    raise AssertionError("unreachable")


def new_code() -> str:
    """This will draw a code that nobody can guess."""
    return "".join(secrets.choice(ALPHABET) for _letter in range(LENGTH))


def target(*, story: Story, network: str) -> str:
    """This will give the story's address with its campaign parameters.

    Shape: the query that the address has is kept, except parameters of the same names.
    """
    parts = urlsplit(open_pages.address(story=story))
    kept = [part for part in parts.query.split("&") if part and part.split("=")[0] not in OURS]
    campaign = story.campaign.slug if story.campaign else ""
    values = (network, "employee_advocacy", campaign, str(story.public_id))
    added = [f"{name}={quote(value, safe='')}" for name, value in zip(OURS, values, strict=True) if value]
    return urlunsplit(parts._replace(query="&".join([*kept, *added])))


def address(*, code: str) -> str:
    """This will give the whole address behind a code, as it stands in a post."""
    return f"{settings.LINK_URL}/l/{code}"


def example() -> str:
    """This will give an address as long as every other one, for counting before there is a link."""
    return address(code="x" * LENGTH)


def shown(*, address: str) -> str:
    """This will give an address as a person reads it: without its scheme."""
    return address.split("://", 1)[-1]
