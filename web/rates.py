"""Counting how often somebody does something, in the cache that all processes share."""

import re
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.core.cache import cache, caches
from django.core.cache.backends.db import DatabaseCache
from django.db import connection
from django.utils.crypto import salted_hmac

_SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86_400}


@dataclass(frozen=True)
class Rate:
    """So many times in so many seconds."""

    limit: int
    seconds: int


def parse(text: str) -> Rate:
    """Read "30/m", "5/300s" or "600/min"; errors: ValueError for anything else."""
    match = re.fullmatch(r"(\d{1,9})/(\d{0,6})\s*(s|m|h|d|sec|min|hour|day|second|minute)s?", text.strip())
    if match is None or not int(match[1]) or match[2] == "0":
        raise ValueError(f"{text!r} is not a rate such as 30/m or 5/300s")
    return Rate(limit=int(match[1]), seconds=int(match[2] or 1) * _SECONDS[match[3][0]])


def spend(*, scope: str, whom: str, rate: Rate, now: float) -> int:
    """Count one more time.

    Shape: 0 when it is within the rate, else the seconds to wait. Units: `now` in seconds since 1970.
    Windows are fixed, so across a border twice the limit can pass. Neither person nor address is readable in the cache.
    """
    window = int(now // rate.seconds)
    ends_in = int((window + 1) * rate.seconds - now) + 1
    key = f"rate:{salted_hmac('web.rates', f'{scope}:{rate.seconds}:{window}:{whom}').hexdigest()}"
    # The table cache renews an entry with the default time-out on incr, hence touch.
    if cache.add(key, 1, timeout=ends_in):
        return 0
    try:
        count = cache.incr(key)
        cache.touch(key, timeout=ends_in)
    except ValueError:
        # It expired between the two calls.
        cache.set(key, 1, timeout=ends_in)
        return 0
    return 0 if count <= rate.limit else ends_in


def sweep(*, now: datetime) -> int:
    """This will delete the counts that ran out, where the cache is a table: it keeps them until somebody asks again.

    Shape: how many. Safe to repeat. Some of them are allauth's, which names the address of who tried to sign in.
    """
    kept = caches["default"]
    if not isinstance(kept, DatabaseCache):
        return 0
    table = connection.ops.quote_name(str(settings.CACHES["default"]["LOCATION"]))
    with connection.cursor() as cursor:
        cursor.execute(
            f"DELETE FROM {table} WHERE expires < %s",  # noqa: S608 - the name is a setting
            [connection.ops.adapt_datetimefield_value(now.replace(microsecond=0))],
        )
        return int(cursor.rowcount)
