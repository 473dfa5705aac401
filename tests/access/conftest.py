"""The world of the tables is made once for a module; every request that changes something is undone."""

from collections.abc import Iterator
from datetime import datetime

import pytest
import time_machine
from django.db import transaction
from pytest_django import DjangoDbBlocker

from tests.access import world as worlds
from tests.access.world import World


@pytest.fixture(scope="module")
def laid_out(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    with django_db_blocker.unblock(), transaction.atomic():
        with time_machine.travel(worlds.NOW, tick=False):
            made = worlds.build()
        yield made
        transaction.set_rollback(True)


@pytest.fixture
def world(laid_out: World, db: None, now: datetime) -> Iterator[World]:
    with time_machine.travel(now, tick=False):
        yield laid_out
