"""Feeds that are read for us: subscribed to as rows, checked by a task at their hour, nothing brought twice."""

import logging
import zlib
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Q
from django.utils import translation

import outbound
from accounts import audit, roles
from accounts.models import Person
from accounts.roles import Role
from content import addresses
from content.intake import feeds as intake
from content.intake.feeds import FeedDetails
from content.models import Feed, FeedEntry

logger = logging.getLogger(__name__)

EVERY = timedelta(hours=1)
LONGEST_WAIT = timedelta(days=1)
FIRST_WAIT = timedelta(minutes=5)
LEASE = timedelta(minutes=5)
FEED_TYPES: tuple[str, ...] = ()  # feeds are served under every name there is; their bytes are looked at instead


def subscribe(*, url: str, by: Person, now: datetime) -> Feed:
    """This will have a feed read, at once and from then on every hour.

    Safe to repeat: a feed is there once; one that was stopped goes on.
    Errors: addresses.UnusableAddress; roles.NotAllowed unless `by` is a curator.
    """
    roles.require(person=by, role=Role.CURATOR)
    address = addresses.checked(url)
    with transaction.atomic():
        feed, is_new = Feed.objects.get_or_create(
            url=address, defaults={"added_by": by, "added_at": now, "next_check_at": now}
        )
        goes_on = Feed.objects.filter(pk=feed.pk, stopped_at__isnull=False).update(
            stopped_at=None, next_check_at=now, failures=0, error=""
        )
        if is_new or goes_on:
            audit.record(by=by, action="feeds.subscribe", target=feed, at=now)
    feed.refresh_from_db()
    return feed


def stop(*, feed: Feed, by: Person, now: datetime) -> None:
    """This will have a feed read no more; its entries stay. Safe to repeat. Errors: roles.NotAllowed."""
    roles.require(person=by, role=Role.CURATOR)
    if Feed.objects.filter(pk=feed.pk, stopped_at=None).update(stopped_at=now):
        audit.record(by=by, action="feeds.stop", target=feed, at=now)


def check_soon(*, feed: Feed, by: Person, now: datetime) -> None:
    """This will have a feed read at the next sweep. Safe to repeat. Errors: roles.NotAllowed."""
    roles.require(person=by, role=Role.CURATOR)
    Feed.objects.filter(pk=feed.pk, stopped_at=None).update(next_check_at=now)


def check_due(*, now: datetime, allowed: Sequence[str], most: int = 20) -> int:
    """This will read the feeds whose hour has come, and count the new entries.

    Safe to repeat: a feed is taken by a conditional update, and a worker that dies gives it back after five minutes.
    """
    due = Feed.objects.filter(_free(now), stopped_at=None, next_check_at__lte=now).order_by("next_check_at")
    return sum(_check(feed=feed, now=now, allowed=allowed) for feed in due.select_related("added_by")[:most])


def _free(now: datetime) -> Q:
    return Q(claimed_until=None) | Q(claimed_until__lte=now)


def _check(*, feed: Feed, now: datetime, allowed: Sequence[str]) -> int:
    if not Feed.objects.filter(_free(now), pk=feed.pk, next_check_at__lte=now).update(claimed_until=now + LEASE):
        return 0
    conditions = {"if-none-match": feed.etag, "if-modified-since": feed.last_modified}
    with translation.override(feed.added_by.language):
        try:
            answer = outbound.fetch(
                feed.url,
                allowed=allowed,
                accept=FEED_TYPES,
                max_bytes=intake.MAX_BYTES,
                headers={name: value for name, value in conditions.items() if value},
            )
            details = intake.read_feed(body=answer.body, url=answer.url) if answer.status != 304 else None
        except outbound.OutboundError as error:
            return _put_off(feed=feed, sentence=str(error), error=error, now=now)
        except ValidationError as error:
            return _put_off(feed=feed, sentence=error.messages[0], error=error, now=now)
        except Exception as error:
            logger.exception("A feed could not be read")
            return _put_off(feed=feed, sentence=str(outbound.Unreachable()), error=error, now=now)
    found = {
        "failures": 0,
        "error": "",
        "checked_at": now,
        "claimed_until": None,
        "next_check_at": now + EVERY + _jitter(feed=feed, most=EVERY / 10),
    }
    if details is None:
        Feed.objects.filter(pk=feed.pk).update(**found)
        return 0
    with transaction.atomic():
        brought = _bring(feed=feed, details=details, now=now)
        Feed.objects.filter(pk=feed.pk).update(
            **found,
            title=details.title[:200] or feed.title,
            site_url=details.site_url,
            etag=answer.headers.get("etag", "")[:300],
            last_modified=answer.headers.get("last-modified", "")[:100],
        )
    return brought


def _bring(*, feed: Feed, details: FeedDetails, now: datetime) -> int:
    """Add the entries that are new; the database keeps each one single, whatever two workers do at once."""
    before = FeedEntry.objects.filter(feed=feed).count()
    FeedEntry.objects.bulk_create(
        (
            FeedEntry(
                feed=feed,
                entry_id=entry.entry_id,
                url=entry.url,
                title=entry.title,
                summary=entry.summary,
                published_at=entry.published_at,
                found_at=now,
            )
            for entry in details.entries
        ),
        ignore_conflicts=True,
    )
    return FeedEntry.objects.filter(feed=feed).count() - before


def _put_off(*, feed: Feed, sentence: str, error: Exception, now: datetime) -> int:
    """Wait twice as long after every failure, a day at most, and as long as the site asks for."""
    wait = min(FIRST_WAIT * 2 ** min(feed.failures, 12), LONGEST_WAIT)
    if isinstance(error, outbound.BadStatus) and error.retry_after_seconds:
        wait = max(wait, timedelta(seconds=error.retry_after_seconds))
    Feed.objects.filter(pk=feed.pk).update(
        failures=F("failures") + 1,
        error=sentence[:300],
        checked_at=now,
        claimed_until=None,
        next_check_at=now + wait + _jitter(feed=feed, most=wait / 10),
    )
    return 0


def _jitter(*, feed: Feed, most: timedelta) -> timedelta:
    """Spread the feeds over time, each always at its own place."""
    return most * (zlib.crc32(feed.public_id.bytes) % 1000) / 1000
