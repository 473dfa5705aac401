"""Where a short link leads right now, kept in the process for a few seconds."""

import logging
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from time import monotonic
from typing import NamedTuple
from urllib.parse import urlsplit

from django.db import DatabaseError, InterfaceError, OperationalError, connection
from django.utils.encoding import iri_to_uri

from advocacy.models import Link
from content.models import Story

logger = logging.getLogger(__name__)

FRESH_SECONDS = 4.0  # a retracted story's links stop within five
MOST = 50_000
TRIES = 3
_CODE = re.compile(r"[A-Za-z0-9]{4,16}")


class Target(NamedTuple):
    link_id: int
    before: str  # the address up to the value of adv_cid, safe to stand in a header
    after: str  # what stands behind it: a fragment
    opens_at: float
    closes_at: float

    def is_open(self, now: float) -> bool:
        return self.opens_at <= now < self.closes_at


class Targets:
    """One process's memory of links. The oldest answer goes first: all of them grow old within seconds."""

    def __init__(self, *, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self._kept: dict[str, tuple[float, Target]] = {}

    def find(self, code: str, *, now: float) -> Target | None:
        """Find where a link leads.

        Shape: None when there is no such link, its story is not out, or its person left.
        Errors: DatabaseError when the database is away and this process does not remember the link.
        Source: the process's memory, else one query.
        """
        at = self._clock()
        kept = self._kept.get(code)
        if kept is not None and at < kept[0]:
            target: Target | None = kept[1]
        else:
            target = self._look_up(code, at, kept)
        return target if target is not None and target.is_open(now) else None

    def forget(self) -> None:
        self._kept.clear()

    def _look_up(self, code: str, at: float, kept: tuple[float, Target] | None) -> Target | None:
        if _CODE.fullmatch(code) is None:
            return None
        try:
            target = _patiently(code)
        except DatabaseError:
            if kept is None:
                raise
            # A database that is away for a moment does not break the links that people follow right now.
            logger.warning("The database is away; links go on from memory.")
            target = kept[1]
        self._kept.pop(code, None)
        if target is not None:
            while len(self._kept) >= MOST:
                self._kept.pop(next(iter(self._kept)), None)
            self._kept[code] = (at + FRESH_SECONDS, target)
        return target


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


def _patiently(code: str) -> Target | None:
    """A connection may have died since the last click; a new one is opened before anybody hears of it."""
    for tries_left in range(TRIES - 1, -1, -1):
        try:
            return _read(code)
        except (OperationalError, InterfaceError):
            if not tries_left or connection.in_atomic_block:
                raise
            connection.close()
    return None


def _read(code: str) -> Target | None:
    row = (
        Link.objects.filter(
            code=code, story__state=Story.State.LIVE, person__is_active=True, person__left_at__isnull=True
        )
        .values_list("id", "target", "story__goes_live_at", "story__expires_at")
        .first()
    )
    if row is None:
        return None
    link_id, address, opens_at, closes_at = row
    split = _split(address)
    if split is None:
        logger.error("Link %d has a target that cannot stand in a header.", link_id)
        return None
    return Target(link_id, *split, _seconds(opens_at, 0.0), _seconds(closes_at, float("inf")))


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
