"""Whose stories are followed: by team and network, never of fewer than five people who shared."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from rest_framework.test import APIClient

from accounts.models import CompanySettings, Person, Team
from advocacy.models import TeamClicks
from content.models import Story
from leaderboard import readers
from leaderboard.readers import Line, Sort, Table
from tests.accounts.factories import PersonFactory, TeamFactory
from tests.advocacy.factories import ClaimFactory, ShareFactory
from tests.content.factories import StoryFactory
from tests.leaderboard.factories import DailyClicksFactory

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def story(company: CompanySettings) -> Story:
    return StoryFactory.create(live=True, places=900)


@pytest.fixture
def today(now: datetime) -> Iterator[datetime]:
    with time_machine.travel(now, tick=False):
        yield now


def share(story: Story, team: Team | None, people: int, *networks: str, name: str = "", **more: object) -> None:
    """So many people of a team share on each of these networks; nobody clicks."""
    for number in range(people):
        person = PersonFactory.create(team=team, name=name or f"Person {number}")
        claim = ClaimFactory.create(story=story, person=person, shared=True)
        for network in networks or ("linkedin",):
            ShareFactory.create(story=story, person=person, claim=claim, team=team, network=network, **more)


def clicks(team: Team | None, human: int, *, network: str = "linkedin", now: datetime, **more: object) -> None:
    key = team.pk if team else readers.NO_TEAM
    row: dict[str, object] = {"on": now.date(), "visitors": human, "link_visitors": human, **more}
    TeamClicks.objects.create(team_number=key, network=network, human=human, **row)


def by_team(now: datetime, *, days: int = 30, sort: Sort = Sort.CLICKS) -> Table:
    return readers.by_team(days=days, sort=sort, now=now)


def told(table: Table) -> list[tuple[str, int, int]]:
    return [(line.name, line.people, line.together.clicks) for line in table.lines]


def cells(line: Line) -> dict[str, tuple[int, bool]]:
    return {key: (cell.followed.clicks, cell.has_others) for key, cell in line.cells.items()}


# -- groups of five and more -----------------------------------------------------------------------------------------


def test_by_team_counts_people_clicks_and_readers(story: Story, team: Team, now: datetime) -> None:
    share(story, team, 6)
    clicks(team, 40, now=now, visitors=33, suspect=9, robot=900)
    clicks(team, 5, now=now, on=now.date() - 29 * DAY)
    clicks(team, 700, now=now, on=now.date() - 30 * DAY)
    (line,) = by_team(now).lines
    assert (line.name, line.people, line.is_several) == ("Network South", 6, False)
    assert (line.together.clicks, line.together.readers, line.together.error) == (45, 38, 0)


@pytest.mark.parametrize(("days", "clicked"), [(7, 1), (30, 11), (90, 111), (365, 1111)])
def test_by_team_takes_the_span(story: Story, team: Team, now: datetime, days: int, clicked: int) -> None:
    share(story, team, 5)
    for ago, human in ((6, 1), (29, 10), (89, 100), (364, 1000), (365, 10_000)):
        clicks(team, human, now=now, on=now.date() - ago * DAY)
    table = by_team(now, days=days)
    assert (table.days, table.since, table.together.clicks) == (days, now.date() - (days - 1) * DAY, clicked)


def test_by_team_tells_small_teams_together(story: Story, now: datetime) -> None:
    for name, people in (("Large", 7), ("Three", 3), ("Two", 2), ("One", 1)):
        team = TeamFactory.create(name=name)
        share(story, team, people)
        clicks(team, people * 10, now=now)
    clicks(TeamFactory.create(name="Quiet now"), 9, now=now)
    assert told(by_team(now)) == [("Large", 7, 70), ("Smaller teams, together", 6, 69)]


def test_by_team_joins_a_small_rest_with_the_smallest_of_the_others(story: Story, now: datetime) -> None:
    for name, people in (("Large", 9), ("Middle", 6), ("Two", 2)):
        team = TeamFactory.create(name=name)
        share(story, team, people)
        clicks(team, people * 10, now=now)
    assert told(by_team(now)) == [("Large", 9, 90), ("Middle and smaller teams", 8, 80)]


def test_by_team_says_nothing_of_fewer_than_five(story: Story, team: Team, other_team: Team, now: datetime) -> None:
    share(story, team, 2)
    share(story, other_team, 2)
    clicks(team, 50, now=now)
    table = by_team(now)
    assert (table.lines, table.networks, table.together.clicks) == ([], [], 0)


def test_by_team_takes_nobody_who_changed_the_team_for_two(
    story: Story, team: Team, other_team: Team, now: datetime
) -> None:
    share(story, team, 2)
    share(story, other_team, 2)
    clicks(team, 10, now=now)
    moved = Person.objects.filter(team=team).order_by("pk").last()
    claim = ClaimFactory.create(story=StoryFactory.create(live=True), person=moved, shared=True)
    ShareFactory.create(story=claim.story, person=moved, claim=claim, team=other_team)
    assert by_team(now).lines == []


def test_by_team_names_people_without_a_team(story: Story, team: Team, now: datetime) -> None:
    share(story, None, 5)
    share(story, team, 5)
    clicks(None, 8, now=now)
    clicks(team, 9, now=now)
    assert told(by_team(now)) == [("Network South", 5, 9), ("People without a team", 5, 8)]


def test_by_team_lays_a_team_that_is_gone_with_the_small_ones(story: Story, team: Team, now: datetime) -> None:
    share(story, team, 6)
    TeamClicks.objects.create(team_number=987_654, network="x", on=now.date(), human=3, visitors=3)
    assert told(by_team(now)) == [("Network South and smaller teams", 6, 3)]


def test_by_team_counts_people_who_posted_in_the_span_once(story: Story, team: Team, now: datetime) -> None:
    share(story, team, 5, "linkedin", "bluesky")
    share(story, team, 3, opened=True)
    share(story, team, 2, posted_at=now - 31 * DAY, opened_at=now - 31 * DAY)
    assert by_team(now).people == 5


# -- networks --------------------------------------------------------------------------------------------------------


def test_by_team_sets_networks_apart_where_five_shared(story: Story, team: Team, now: datetime) -> None:
    share(story, team, 6, "linkedin", "bluesky")
    clicks(team, 30, now=now)
    clicks(team, 12, now=now, network="bluesky")
    table = by_team(now)
    assert [network.key for network in table.networks] == ["linkedin", "bluesky"]
    assert cells(table.lines[0]) == {"linkedin": (30, False), "bluesky": (12, False)}


def test_by_team_adds_small_networks_to_the_smallest_of_the_others(story: Story, team: Team, now: datetime) -> None:
    share(story, team, 9)
    share(story, team, 6, "bluesky")
    share(story, team, 4, "mastodon", "x")
    for network, human in (("linkedin", 90), ("bluesky", 60), ("mastodon", 4), ("x", 3), ("email", 1)):
        clicks(team, human, now=now, network=network)
    (line,) = by_team(now).lines
    assert cells(line) == {"linkedin": (90, False), "bluesky": (68, True)}
    assert line.together.clicks == 158


def test_by_team_sets_nothing_apart_while_no_network_has_five(story: Story, team: Team, now: datetime) -> None:
    share(story, team, 3)
    share(story, team, 4, "bluesky")
    clicks(team, 30, now=now)
    (line,) = by_team(now).lines
    assert (line.cells, line.together.clicks) == ({}, 30)


# -- readers and their error -----------------------------------------------------------------------------------------


def test_error_comes_of_the_days_that_are_estimated(story: Story, team: Team, now: datetime) -> None:
    share(story, team, 5)
    clicks(team, 511, now=now)
    assert by_team(now).lines[0].together.error == 0
    clicks(team, 4000, now=now, on=now.date() - DAY)
    clicks(team, 3000, now=now, network="bluesky")
    found = by_team(now).lines[0].together
    # Two standard errors of 1.625 % of 4000 and of 3000, which are independent: of 5000.
    assert (found.readers, found.error) == (7511, round(2 * 0.01625 * 5000))


# -- order -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sort", "names"),
    [
        (Sort.CLICKS, ["b", "C", "a", "Smaller teams, together"]),
        (Sort.READERS, ["a", "C", "b", "Smaller teams, together"]),
        (Sort.PEOPLE, ["C", "a", "b", "Smaller teams, together"]),
        (Sort.NAME, ["a", "b", "C", "Smaller teams, together"]),
    ],
)
def test_by_team_is_in_order_with_the_small_ones_last(
    story: Story, now: datetime, sort: Sort, names: list[str]
) -> None:
    for name, people, human, visitors in (("a", 6, 10, 9), ("b", 5, 30, 2), ("C", 7, 20, 5), ("d", 4, 99, 99)):
        team = TeamFactory.create(name=name)
        share(story, team, people)
        clicks(team, human, now=now, visitors=visitors)
    share(story, TeamFactory.create(name="e"), 1)
    assert [line.name for line in by_team(now, sort=sort).lines] == names


# -- page and endpoint -----------------------------------------------------------------------------------------------


def queries(now: datetime) -> int:
    with CaptureQueriesContext(connection) as asked:
        by_team(now, days=365)
    return len(asked)


def test_by_team_asks_five_queries_however_many_teams(story: Story, now: datetime) -> None:
    for _number in range(6):
        team = TeamFactory.create(parent=TeamFactory.create())
        share(story, team, 5, "linkedin", "bluesky")
        for ago in range(3):
            clicks(team, 4, now=now, on=now.date() - ago * DAY)
    assert queries(now) == 5


def test_page_shows_teams_and_what_the_numbers_mean(
    story: Story, team: Team, leader: Person, today: datetime, client_of: Callable[[Person], Client]
) -> None:
    share(story, team, 7, "linkedin", "bluesky", name="Ignatius Verylonely")
    clicks(team, 1234, now=today, visitors=1100)
    page = client_of(leader).get(reverse("team_readers")).content.decode()
    assert "7 people shared; people clicked on their links 1,234 times." in page
    assert "1,100<small>± 36</small>" in page
    assert '<th scope="col" class="table-number">LinkedIn</th>' in page
    assert "Ignatius" not in page


def test_page_of_too_few_says_so(
    story: Story, team: Team, leader: Person, today: datetime, client_of: Callable[[Person], Client]
) -> None:
    share(story, team, 4)
    page = client_of(leader).get(reverse("team_readers")).content.decode()
    assert "Fewer than 5 people shared in these days" in page
    assert "<table" not in page


@pytest.mark.parametrize("query", ["days=8&sort=luck", "days=&sort=", "days=30x&sort=CLICKS&page=nine", "days=%00"])
def test_page_takes_nonsense_for_the_usual(
    story: Story, team: Team, leader: Person, today: datetime, client_of: Callable[[Person], Client], query: str
) -> None:
    share(story, team, 5)
    page = client_of(leader).get(f"{reverse('team_readers')}?{query}").content.decode()
    assert 'href="?days=30&amp;sort=clicks" aria-current="page"' in page


def test_page_is_cut_after_25_teams(
    story: Story, leader: Person, today: datetime, client_of: Callable[[Person], Client]
) -> None:
    for number in range(27):
        share(story, TeamFactory.create(name=f"Team {number:02}"), 5)
    client = client_of(leader)
    page = client.get(f"{reverse('team_readers')}?sort=name").content.decode()
    assert ("Team 24" in page, "Team 25" in page) == (True, False)
    assert 'href="?days=30&amp;sort=name&amp;page=2"' in page
    last = client.get(f"{reverse('team_readers')}?sort=name&page=2").content.decode()
    assert ("Team 24" in last, "Team 26" in last) == (False, True)


def test_api_gives_the_same_lines(
    story: Story, team: Team, leader: Person, today: datetime, api_of: Callable[[Person], APIClient]
) -> None:
    share(story, team, 5)
    DailyClicksFactory.create(link=ShareFactory.create(story=story, team=team).link, team=team, human=4, visitors=3)
    api = api_of(leader)
    assert api.get(reverse("api_team_readers"), {"days": 7}).json()["results"] == [
        {
            "name": "Network South",
            "above": "",
            "is_several": False,
            "people": 6,
            "together": {"clicks": 4, "readers": 3, "error": 0},
            "networks": [
                {
                    "network": "linkedin",
                    "followed": {"clicks": 4, "readers": 3, "error": 0},
                    "has_others": False,
                }
            ],
        }
    ]
    assert api.get(reverse("api_team_readers"), {"days": 8}).status_code == 400
    assert api.get(reverse("api_team_readers"), {"page": 2}).status_code == 404
