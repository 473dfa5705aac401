"""Where a short link leads right now, from the process's memory.

What a link is never changes, so that is remembered for long. Whether it is open does, by its story and its person, and
is read anew every few seconds, for all stories and people in three queries: with as many links as people, asking for
each link again would cost more than everything else together.
"""

import logging
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from time import monotonic
from typing import NamedTuple, TypeVar
from urllib.parse import urlsplit

from django.db import DatabaseError, InterfaceError, OperationalError, connection
from django.utils.encoding import iri_to_uri

from accounts.models import Person
from advocacy.models import Link
from content.models import Story

logger = logging.getLogger(__name__)

FRESH_SECONDS = 4.0  # a retracted story's links stop within five
KEPT_SECONDS = 600.0
MOST = 60_000  # of one generation; there are two
MOST_ADDRESSES = 4096  # of stories on networks: people share them
TRIES = 3
_CODE = re.compile(r"[A-Za-z0-9]{4,16}")
# Who left before a link was looked up is seen there; who leaves after it, here. The day is for a clock set wrong.
_LOOK_BACK = timedelta(days=1)
# By hand: composing it costs more than asking.
_LINK = (
    "SELECT link.id, link.story_id, link.person_id, link.target FROM advocacy_link link "
    "JOIN accounts_person person ON person.id = link.person_id "
    "WHERE link.code = %s AND person.is_active AND person.left_at IS NULL"
)

Found = TypeVar("Found")


class Target(NamedTuple):
    link_id: int
    story_id: int
    person_id: int
    before: str  # the address up to the value of adv_cid, safe to stand in a header
    after: str  # what stands behind it: a fragment


class Open(NamedTuple):
    """What is open: live stories with the span of time in which they are, and who is gone."""

    stories: dict[int, tuple[float, float]]
    gone: frozenset[int]


class Targets:
    """One process's memory, of two generations: what is asked for lives on in the young one, the old one is dropped."""

    def __init__(self, *, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self._young: dict[str, tuple[float, Target]] = {}
        self._old: dict[str, tuple[float, Target]] = {}
        self._open: Open | None = None
        self._fresh_until = 0.0
        self._since: datetime | None = None

    def find(self, code: str, *, now: float) -> Target | None:
        """Find where a link leads.

        Shape: None when there is no such link, its story is not out, or its person left.
        Errors: DatabaseError when the database is away and this process does not remember the link.
        Source: the process's memory; one query for a link it does not know, three every few seconds for all of them.
        """
        at = self._clock()
        found = self._open
        if found is None or at >= self._fresh_until:
            found = self._look_around(at, now)
        kept = self._young.get(code)
        if kept is not None and at < kept[0]:
            target: Target | None = kept[1]
        else:
            target = self._look_up(code, at)
        if target is None:
            return None
        _, story, person, _, _ = target
        stories, gone = found
        span = stories.get(story)
        return target if span is not None and span[0] <= now < span[1] and person not in gone else None

    def _look_around(self, at: float, now: float) -> Open:
        if self._since is None:
            self._since = datetime.fromtimestamp(now, tz=UTC) - _LOOK_BACK
        since = self._since
        try:
            self._open = _patiently(lambda: _read_open(since))
        except DatabaseError:
            if self._open is None:
                raise
            # A database that is away for a moment does not break the links that people follow right now.
            logger.warning("The database is away; links go on from memory.")
        self._fresh_until = at + FRESH_SECONDS
        return self._open

    def _look_up(self, code: str, at: float) -> Target | None:
        if _CODE.fullmatch(code) is None:
            return None
        kept = self._young.pop(code, None) or self._old.pop(code, None)
        if kept is not None and at < kept[0]:
            self._keep(code, kept)
            return kept[1]
        try:
            target = _patiently(lambda: _read_link(code))
        except DatabaseError:
            if kept is None:
                raise
            target = kept[1]
        if target is not None:
            self._keep(code, (at + KEPT_SECONDS, target))
        return target

    def _keep(self, code: str, kept: tuple[float, Target]) -> None:
        if len(self._young) >= MOST:
            self._old, self._young = self._young, {}
        self._young[code] = kept


@dataclass(frozen=True)
class Closed:
    """What a page may say of a link that leads nowhere any more."""

    story: Story | None  # None: there is no such link
    is_retracted: bool


def closed(*, code: str) -> Closed:
    """Find what a link belonged to. Source: one query."""
    link = Link.objects.select_related("story").filter(code=code).first() if _CODE.fullmatch(code) else None
    if link is None:
        return Closed(story=None, is_retracted=False)
    return Closed(story=link.story, is_retracted=link.story.state == Story.State.RETRACTED)


def _patiently(read: Callable[[], Found]) -> Found:
    """A connection may have died since the last click; a new one is opened before anybody hears of it."""
    for _ in range(TRIES - 1):
        try:
            return read()
        except (OperationalError, InterfaceError):
            if connection.in_atomic_block:
                raise
            connection.close()
    return read()


def _read_open(since: datetime) -> Open:
    live = Story.objects.filter(state=Story.State.LIVE).values_list("pk", "goes_live_at", "expires_at")
    # Whoever was gone before that was gone when the link was looked up: all of them would be half a company one day.
    left = Person.objects.filter(left_at__gte=since).values_list("pk", flat=True)
    shut_out = Person.objects.filter(is_active=False, left_at=None).values_list("pk", flat=True)
    return Open(
        stories={pk: (_seconds(opens_at, 0.0), _seconds(closes_at, float("inf"))) for pk, opens_at, closes_at in live},
        gone=frozenset(left) | frozenset(shut_out),
    )


def _read_link(code: str) -> Target | None:
    with connection.cursor() as cursor:
        cursor.execute(_LINK, [code])
        row = cursor.fetchone()
    if row is None:
        return None
    link_id, story_id, person_id, address = row
    split = _split(address)
    if split is None:
        logger.error("Link %d has a target that cannot stand in a header.", link_id)
        return None
    return Target(link_id, story_id, person_id, *split)


@lru_cache(maxsize=MOST_ADDRESSES)
def _split(address: str) -> tuple[str, str] | None:
    """Cut an address where the click id goes, behind its last parameter; None unless it is plain http(s)."""
    if any(ord(character) < 33 or 127 <= ord(character) < 160 for character in address) or "\\" in address:
        return None
    if not address.lower().startswith(("http://", "https://")):
        return None
    try:
        if not urlsplit(address).hostname:
            return None
        safe = iri_to_uri(address)
    except ValueError:
        return None
    base, hash_sign, fragment = safe.partition("#")
    joint = "&" if "?" in base else "?"
    if base.endswith(("?", "&")):
        joint = ""
    return f"{base}{joint}adv_cid=", f"{hash_sign}{fragment}"


def _seconds(moment: datetime | None, default: float) -> float:
    return default if moment is None else moment.astimezone(UTC).timestamp()
