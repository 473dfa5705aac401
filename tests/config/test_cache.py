"""The cache that all processes share where there is no Redis."""

from typing import Any

import pytest
from django.core.cache.backends.db import DatabaseCache

from config import settings


@pytest.mark.skipif(bool(settings.REDIS_URL), reason="Redis keeps what it is told to keep.")
def test_the_table_keeps_the_counts_of_many_people(db: None) -> None:
    configured: dict[str, Any] = settings.CACHES["default"]
    table = DatabaseCache(configured["LOCATION"], configured)
    for number in range(350):
        table.set(f"rate:{number}", 1, timeout=60)
    assert len(table.get_many([f"rate:{number}" for number in range(350)])) == 350
