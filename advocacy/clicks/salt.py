"""The day's salt: what makes a visitor's hash of today worthless tomorrow.

One random salt for each UTC day, the same for every process that answers links; it is never in a backup, and 48
hours after its first use nobody can make the same hash again. It lives in a Redis without persistence (SALT_URL), or
else in a file.
"""

import fcntl
import json
import logging
import os
import secrets
from functools import lru_cache
from pathlib import Path
from typing import Protocol

from django.utils.module_loading import import_string

logger = logging.getLogger(__name__)

LENGTH = 32
DAY_SECONDS = 86_400
KEPT_DAYS = 2
RETRY_SECONDS = 5.0


class Store(Protocol):
    """Keeps the salts of the last two days."""

    def of_day(self, day: int) -> bytes:
        """Give the salt of a day, counted from 1970 in UTC; the first who asks draws it.

        Errors: OSError when the store does not answer.
        """

    def forget(self, day: int) -> None:
        """Destroy the salts that are older than two days."""


class FileStore:
    def __init__(self, path: Path) -> None:
        self.path = path

    def of_day(self, day: int) -> bytes:
        return self._kept(day, draws=True)[day]

    def forget(self, day: int) -> None:
        """Destroy the salts that are older than two days, also when nobody came since."""
        if self.path.exists():
            self._kept(day, draws=False)

    def _kept(self, day: int, *, draws: bool) -> dict[int, bytes]:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        file = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600)
        with os.fdopen(file, "r+b") as handle:
            fcntl.flock(handle, fcntl.LOCK_EX)
            content = handle.read()
            salts = _parsed(content)
            kept = {of: salt for of, salt in salts.items() if day - KEPT_DAYS < of <= day + 1}
            if draws and day not in kept:
                kept[day] = secrets.token_bytes(LENGTH)
            if kept != salts:
                written = json.dumps({str(of): salt.hex() for of, salt in kept.items()}).encode()
                handle.seek(0)
                # Over the old bytes, so that they are gone; a read of half a file draws anew.
                handle.write(written.ljust(len(content)))
                handle.truncate()
                handle.flush()
                os.fsync(handle.fileno())
        return kept


class Salts:
    """One process's view of the salt: asks the store once a day."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self._day = -1
        self._salt = b""
        self._ask_again_at = float("inf")

    def current(self, now: float) -> bytes:
        """Give today's salt; while the store does not answer, one of this process's own, so that links go on."""
        day = int(now // DAY_SECONDS)
        if day != self._day or now >= self._ask_again_at:
            self._ask(day, now)
        return self._salt

    def _ask(self, day: int, now: float) -> None:
        try:
            self._salt, self._ask_again_at = self.store.of_day(day), float("inf")
        except OSError as error:
            logger.warning("No salt of the day (%s): this process makes do with its own.", type(error).__name__)
            if day != self._day:
                self._salt = secrets.token_bytes(LENGTH)
            self._ask_again_at = now + RETRY_SECONDS
        self._day = day


def store(*, url: str, file: Path) -> Store:
    """Choose where the salt lives."""
    if not url:
        return FileStore(file)
    # By name, because the client of Redis takes 13 MB of every process, and most installations have none.
    chosen: Store = import_string("advocacy.clicks.salt_in_redis.RedisStore")(url)
    return chosen


@lru_cache(maxsize=1)
def of_process(*, url: str, file: Path) -> Salts:
    """Give this process its one view of the salt."""
    return Salts(store(url=url, file=file))


def _parsed(content: bytes) -> dict[int, bytes]:
    try:
        return {int(day): bytes.fromhex(salt) for day, salt in json.loads(content or b"{}").items()}
    except (ValueError, AttributeError, TypeError):
        return {}
