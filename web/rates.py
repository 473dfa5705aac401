"""Counting how often somebody does something, in the cache that all processes share."""

import re
from dataclasses import dataclass

from django.core.cache import cache
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
