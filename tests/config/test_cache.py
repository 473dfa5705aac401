"""The cache that all processes share where there is no Redis."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.cache.backends.db import DatabaseCache
from django.utils import timezone
from pytest_django import Settings

from config import settings as configured
from web import rates


def shared() -> DatabaseCache:
    chosen: dict[str, Any] = configured.CACHES["default"]
    return DatabaseCache(chosen["LOCATION"], chosen)


@pytest.mark.skipif(bool(configured.REDIS_URL), reason="Redis keeps what it is told to, and no longer.")
def test_the_table_keeps_the_counts_of_many_people(db: None) -> None:
    table = shared()
    for number in range(350):
        table.set(f"rate:{number}", 1, timeout=60)
    assert len(table.get_many([f"rate:{number}" for number in range(350)])) == 350


@pytest.mark.skipif(bool(configured.REDIS_URL), reason="Redis keeps what it is told to, and no longer.")
def test_sweep_deletes_the_counts_that_ran_out(db: None, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    table, now = shared(), timezone.now()
    assert rates.sweep(now=now + timedelta(hours=3)) == 0  # another cache looks after itself
    settings.CACHES = configured.CACHES
    monkeypatch.setattr(rates, "caches", {"default": table})
    table.set("allauth:rl:login:ip:192.0.2.7", 1, timeout=60)
    table.set("rate:later", 1, timeout=7200)
    assert rates.sweep(now=now) == 0
    assert rates.sweep(now=now + timedelta(hours=1)) == 1
    assert table.get("rate:later") == 1
