from collections.abc import Callable
from datetime import datetime

import pytest
import time_machine
from django.urls import reverse
from rest_framework.test import APIClient

from accounts.models import Person
from leaderboard import boards, points
from tests.accounts.factories import BrandFollowersFactory
from tests.advocacy.factories import ConversationFactory, ReadingFactory
from tests.content.factories import MilestoneFactory
from tests.leaderboard.factories import MeasurementFactory

ApiOf = Callable[[Person], APIClient]


@pytest.fixture(autouse=True)
def at_nine(now: datetime) -> None:
    with time_machine.travel(now, tick=False):
        yield


def test_standings_show_the_board(employee: Person, colleague: Person, api_of: ApiOf, now: datetime) -> None:
    ReadingFactory.create(person=colleague)
    points.settle(now=now)
    boards.choose(person=colleague, choice="named", now=now)
    said = api_of(employee).get(reverse("api_standings")).json()
    assert said["top"] == [{"rank": 1, "points": 1.0, "name": "Jonas Weber", "note": "Network South", "is_you": False}]
    assert (said["rank"], said["people_on_board"], said["board_choice"], said["around_you"]) == (None, 1, "hidden", [])
    assert (said["season_starts_on"], said["season_ends_on"]) == ("2026-01-05", "2026-04-05")


def test_choose_board_answers_with_the_place(employee: Person, api_of: ApiOf) -> None:
    answer = api_of(employee).post(
        reverse("api_choose_board"), {"choice": "pen_name", "pen_name": "Night Owl"}, format="json"
    )
    assert answer.json()["top"][0]["name"] == "Night Owl"
    assert (answer.json()["rank"], answer.json()["pen_name"]) == (1, "Night Owl")


def test_choose_board_refuses_with_the_pages_sentence(employee: Person, api_of: ApiOf) -> None:
    answer = api_of(employee).post(
        reverse("api_choose_board"), {"choice": "pen_name", "pen_name": "a@b"}, format="json"
    )
    assert answer.status_code == 400
    assert answer.json()["error"] == {
        "code": "pen_name",
        "message": "A pen name has 3 to 40 characters and is not an address.",
        "fields": {},
    }


def test_points_are_ones_own(employee: Person, colleague: Person, api_of: ApiOf, now: datetime) -> None:
    ReadingFactory.create(person=employee)
    points.settle(now=now)
    mine = api_of(employee).get(reverse("api_points"), {"week": "2026-03-12"}).json()
    assert (mine["week"], mine["points"]) == ("2026-03-09", 1.0)
    assert mine["lines"][-1] == {"act": "read", "label": "Stories read", "times": 1, "points": 1.0, "one_more": 0.5}
    assert api_of(colleague).get(reverse("api_points")).json()["points"] == 0


def test_points_refuse_a_week_that_is_none(employee: Person, api_of: ApiOf) -> None:
    answer = api_of(employee).get(reverse("api_points"), {"week": "yesterday"})
    assert answer.status_code == 400
    assert "week" in answer.json()["error"]["fields"]


def test_report_gives_the_figures_of_the_page(leader: Person, api_of: ApiOf) -> None:
    BrandFollowersFactory.create(followers=20_000)
    milestone = MilestoneFactory.create(due_on=datetime(2026, 3, 9).date())  # noqa: DTZ001
    MeasurementFactory.create(objective=milestone.objective)
    ConversationFactory.create(person=leader)
    said = api_of(leader).get(reverse("api_report")).json()
    assert said["article"]["ratio"] == 3.5
    assert said["article"]["steps"][0]["badge"] == "assumed"
    assert said["verdicts"][0]["outcome"] == "reached"
    assert said["verdicts"][0]["chance"] == pytest.approx(0.68, abs=0.01)
    assert (said["talks"]["told"], said["talks"]["badge"]) == (1, "measured")
    assert said["new_people"]["badge"] == "modelled"
    assert said["own"][0]["network"] == "linkedin"
    assert said["own"][0]["new_people"]["low"] <= said["own"][0]["new_people"]["middle"]


def test_report_keeps_every_key_without_figures(leader: Person, api_of: ApiOf) -> None:
    said = api_of(leader).get(reverse("api_report")).json()
    assert (said["new_people"], said["own"], said["verdicts"]) == (None, [], [])
