import json
from datetime import datetime

from accounts.models import Person
from leaderboard import export, points
from tests.advocacy.factories import ReadingFactory


def test_of_tells_a_person_his_own_points(employee: Person, colleague: Person, now: datetime) -> None:
    ReadingFactory.create(person=employee)
    ReadingFactory.create(person=colleague)
    points.settle(now=now)
    told = json.loads(json.dumps(export.of(person=employee)))
    assert told["seasons"] == [
        {"starts_on": "2026-01-05", "ends_on": "2026-04-05", "points": 1.0, "is_on_board": False}
    ]
    assert [(line["act"], line["points"], line["reason"]) for line in told["points"]] == [("read", 1.0, "settled")]
