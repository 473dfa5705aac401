"""The day's salt in a Redis without persistence, for hosts that share it."""

import secrets
from typing import cast

import redis

from advocacy.clicks import salt


class SaltGone(OSError):
    """Redis does not answer, or lost what was just written."""


class RedisStore:
    def __init__(self, url: str) -> None:
        self.client = redis.Redis.from_url(url, socket_timeout=0.2, socket_connect_timeout=0.2)

    def of_day(self, day: int) -> bytes:
        key = f"firsthand:salt:{day}"
        try:
            self.client.set(key, secrets.token_bytes(salt.LENGTH), nx=True, ex=salt.KEPT_DAYS * salt.DAY_SECONDS)
            found = cast("bytes | None", self.client.get(key))
        except redis.RedisError as error:
            raise SaltGone(type(error).__name__) from error
        if found is None or len(found) != salt.LENGTH:
            raise SaltGone("The salt was gone as soon as it was drawn.")
        return found

    def forget(self, day: int) -> None:
        """Redis does it by itself."""
