"""When a post is looked at again: often while it is fresh, seldom later, not at all after a month."""

import zlib
from datetime import datetime, timedelta

# A post that is younger than the first is read again after the second.
STEPS = (
    (timedelta(hours=6), timedelta(minutes=10)),
    (timedelta(days=2), timedelta(hours=1)),
    (timedelta(days=7), timedelta(hours=6)),
    (timedelta(days=30), timedelta(days=1)),
)
LAST = STEPS[-1][0]
FIRST_WAIT = timedelta(minutes=2)
LONGEST_WAIT = timedelta(days=1)


def after_reading(*, posted_at: datetime, now: datetime, key: int) -> datetime | None:
    """This will say when a post is read next, or None when it is a month old. `key` spreads posts over time."""
    age = now - posted_at
    for younger_than, every in STEPS:
        if age < younger_than:
            return now + every + _jitter(every, key)
    return None


def after_failure(*, failures: int, asked: timedelta | None, now: datetime, key: int) -> datetime:
    """This will say when to try again: twice as long after every failure, and as long as the other side asks for."""
    wait = min(FIRST_WAIT * (1 << min(failures, 12)), LONGEST_WAIT)
    return now + max(wait, asked or timedelta()) + _jitter(wait, key)


def _jitter(wait: timedelta, key: int) -> timedelta:
    return wait / 10 * (zlib.crc32(key.to_bytes(8, "big")) % 1000) / 1000
