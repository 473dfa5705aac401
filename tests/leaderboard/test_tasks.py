from datetime import datetime

import pytest
import time_machine

from accounts.models import Person
from leaderboard import boards, tasks
from leaderboard.models import PointEntry
from tests.advocacy.factories import ReadingFactory


@pytest.fixture(autouse=True)
def at_nine(now: datetime) -> None:
    with time_machine.travel(now, tick=False):
        yield


def test_settle_points_counts_its_lines(employee: Person) -> None:
    ReadingFactory.create(person=employee)
    assert tasks.settle_points() == 1
    assert tasks.check_all_points() == 0
    assert PointEntry.objects.count() == 1


def test_sweep_left_takes_people_off(employee: Person, now: datetime) -> None:
    boards.choose(person=employee, choice="named", now=now)
    Person.objects.filter(pk=employee.pk).update(left_at=now)
    assert tasks.sweep_left() == 1
