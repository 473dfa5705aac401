"""Pages that somebody asked us to read: asked for as rows, read by a task, watched while it goes on."""

import logging
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from time import monotonic

from django.core.exceptions import ValidationError
from django.db.models import F, Q, QuerySet
from django.utils import translation

import outbound
from accounts import roles
from accounts.models import Person
from accounts.roles import Role
from content import addresses, pictures
from content.intake import oembed
from content.intake.pages import PageDetails, WithoutTitle, read_page
from content.models import FeedEntry, Picture, Preview

logger = logging.getLogger(__name__)

ATTEMPTS = 3
LEASE = timedelta(minutes=2)
# The lease is counted from the sweep's beginning: a page that is begun by then is done long before it ends.
BUDGET_SECONDS = 60.0
ASKED_TWICE = timedelta(minutes=10)
WAITS = (timedelta(seconds=5), timedelta(seconds=30))
PAGE_TYPES = ("text/html", "application/xhtml+xml", "text/plain", "application/xml", "text/xml")
PAGE_MAX_BYTES = 5_000_000


def ask(*, url: str, by: Person, now: datetime, entry: FeedEntry | None = None) -> Preview:
    """This will ask for a page to be read; the reading is a task's.

    Safe to repeat: within ten minutes the same person's same link is the same row.
    Errors: addresses.UnusableAddress; roles.NotAllowed unless `by` is a curator.
    """
    roles.require(person=by, role=Role.CURATOR)
    address = addresses.checked(url)
    asked = Preview.objects.filter(url=address, asked_by=by, asked_at__gt=now - ASKED_TWICE, entry=entry)
    waiting = asked.exclude(state=Preview.State.FAILED).order_by("-pk").first()
    if waiting is not None:
        return waiting
    return Preview.objects.create(url=address, asked_by=by, asked_at=now, next_attempt_at=now, entry=entry)


def read_waiting(*, now: datetime, allowed: Sequence[str], most: int = 20) -> int:
    """This will read the pages that wait, and say how many it took; after a minute the next sweep goes on.

    Safe to repeat: a row is taken by a conditional update, and a worker that dies gives it back after two minutes. What
    an overtaken worker finds out is not written.
    """
    stop_at = monotonic() + BUDGET_SECONDS
    due = Preview.objects.filter(
        Q(state=Preview.State.WAITING) | Q(state=Preview.State.READING), next_attempt_at__lte=now
    ).order_by("next_attempt_at")
    taken = 0
    for preview in due.select_related("asked_by")[:most]:
        if monotonic() >= stop_at:
            break
        taken += _take(preview=preview, now=now, allowed=allowed)
    return taken


def _take(*, preview: Preview, now: datetime, allowed: Sequence[str]) -> bool:
    taken = Preview.objects.filter(
        pk=preview.pk, state=preview.state, next_attempt_at=preview.next_attempt_at, attempts=preview.attempts
    ).update(state=Preview.State.READING, step="page", attempts=F("attempts") + 1, next_attempt_at=now + LEASE)
    if not taken:
        return False
    preview.attempts += 1
    # The number of the attempt is this worker's alone: who takes the row over draws the next one.
    row = Preview.objects.filter(pk=preview.pk, state=Preview.State.READING, attempts=preview.attempts)
    with translation.override(preview.asked_by.language):
        if preview.attempts > ATTEMPTS:  # a page that ends the worker that reads it
            _put_off(row, preview=preview, error=outbound.Unreachable(), now=now)
            return True
        try:
            details, final_url = _read_page(url=preview.url, allowed=allowed)
        except (outbound.OutboundError, ValidationError) as error:
            _put_off(row, preview=preview, error=error, now=now)
            return True
        except Exception:
            logger.exception("A page could not be read")
            _put_off(row, preview=preview, error=outbound.Unreachable(), now=now)
            return True
        row.update(step="picture")
        picture, picture_error = _read_picture(url=details.picture_url, now=now, allowed=allowed)
    row.update(
        state=Preview.State.READY,
        step="",
        error="",
        title=details.title,
        description=details.description,
        site_name=details.site_name,
        language=details.language,
        # A page names its own address; a page that names another site's is not believed.
        final_url=details.canonical_url if _same_site(details.canonical_url, final_url) else final_url,
        published_on=details.published_on,
        minutes=min(details.minutes, 600),
        picture=picture,
        picture_error=picture_error,
    )
    return True


def _read_page(*, url: str, allowed: Sequence[str]) -> tuple[PageDetails, str]:
    answer = outbound.fetch(url, allowed=allowed, accept=PAGE_TYPES, max_bytes=PAGE_MAX_BYTES)
    content_type = answer.headers.get("content-type", answer.content_type)
    details = read_page(body=answer.body, content_type=content_type, url=answer.url)
    if details.oembed_url and not (details.title and details.picture_url):
        details = _filled_in(details, allowed=allowed)
    if not details.title:
        raise WithoutTitle
    return details, answer.url


def _filled_in(details: PageDetails, *, allowed: Sequence[str]) -> PageDetails:
    """Ask the site what it says of the page besides; a page does without, unless it has no title at all."""
    try:
        answer = outbound.fetch(
            details.oembed_url, allowed=allowed, accept=oembed.TYPES, max_bytes=oembed.MAX_BYTES, timeout_seconds=8.0
        )
    except outbound.OutboundError:
        return details
    said = oembed.read_oembed(body=answer.body, url=answer.url)
    return replace(
        details,
        title=details.title or said.title,
        picture_url=details.picture_url or said.picture_url,
        site_name=said.site_name or details.site_name,
    )


def _read_picture(*, url: str, now: datetime, allowed: Sequence[str]) -> tuple[Picture | None, str]:
    """A story does without its picture; why is kept for the curator."""
    if not url:
        return None, ""
    try:
        return pictures.fetch(url=url, now=now, allowed=allowed), ""
    except (outbound.OutboundError, ValidationError) as error:
        return None, _sentence(error)
    except Exception:
        logger.exception("A picture could not be read")
        return None, str(outbound.Unreachable())


def _put_off(row: QuerySet[Preview], *, preview: Preview, error: Exception, now: datetime) -> None:
    is_passing = isinstance(error, outbound.TimedOut | outbound.Unreachable) or (
        isinstance(error, outbound.BadStatus) and (error.status == 429 or error.status >= 500)
    )
    again = is_passing and preview.attempts < ATTEMPTS
    wait = WAITS[min(preview.attempts, len(WAITS)) - 1]
    if isinstance(error, outbound.BadStatus) and error.retry_after_seconds:
        wait = max(wait, timedelta(seconds=min(error.retry_after_seconds, 600)))
    row.update(
        state=Preview.State.WAITING if again else Preview.State.FAILED,
        step="",
        error=_sentence(error)[:300],
        next_attempt_at=now + wait,
    )


def _sentence(error: Exception) -> str:
    return error.messages[0] if isinstance(error, ValidationError) else str(error)


def _same_site(url: str, other: str) -> bool:
    def host(address: str) -> str:
        return address.split("/")[2].lower().removeprefix("www.") if address.count("/") >= 2 else ""

    return bool(url) and host(url) == host(other)
