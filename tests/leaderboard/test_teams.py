from datetime import datetime

import pytest
from pytest_django import DjangoAssertNumQueries

from accounts.models import CompanySettings, Person, Team
from leaderboard import seasons, teams
from tests.accounts.factories import PersonFactory, TeamFactory
from tests.advocacy.factories import ConversationFactory, ShareFactory
from tests.content.factories import StoryFactory


@pytest.fixture
def root(company: CompanySettings) -> Team:
    return TeamFactory.create(name="Northwind")


def filled(name: str, people: int, parent: Team | None, told: int = 0) -> Team:
    team = TeamFactory.create(name=name, parent=parent)
    story = StoryFactory.create(live=True, places=99) if told else None
    for person in PersonFactory.create_batch(people, team=team)[:told]:
        ShareFactory.create(person=person, story=story)
    return team


def member(team: Team) -> Person:
    return Person.objects.filter(team__path__startswith=team.path).order_by("pk")[0]


def page(person: Person, now: datetime) -> teams.Page:
    found = teams.page(person=person, season=seasons.current(now=now))
    assert found is not None
    return found


def test_page_counts_a_team_beside_the_others(root: Team, now: datetime) -> None:
    north, south = filled("North", 8, root, told=4), filled("South", 6, root, told=1)
    ConversationFactory.create(person=member(north))
    ConversationFactory.create(person=member(south))
    found = page(member(north), now)
    assert (found.name, found.people, found.told, found.talks) == ("North", 8, 4, 1)
    assert {(group.name, group.people, group.is_yours) for group in found.groups} == {
        ("North", 8, True),
        ("South", 6, False),
    }


def test_page_shows_no_group_of_fewer_than_five(root: Team, now: datetime) -> None:
    north = filled("North", 9, root, told=3)
    for name in ("East", "West"):
        filled(name, 3, root)
    found = page(member(north), now)
    assert {(group.name, group.people) for group in found.groups} == {("North", 9), ("Smaller teams, together", 6)}


def test_page_lets_nobody_be_found_by_subtraction(root: Team, now: datetime) -> None:
    north, _, _ = filled("North", 9, root, told=4), filled("South", 7, root), filled("East", 2, root)
    found = page(member(north), now)
    assert {(group.name, group.people) for group in found.groups} == {("North", 9), ("South and smaller teams", 9)}


def test_page_counts_who_is_in_the_parent_itself(root: Team, now: datetime) -> None:
    north = filled("North", 6, root, told=3)
    PersonFactory.create_batch(5, team=root)
    assert {group.name for group in page(member(north), now).groups} == {"North", "Northwind"}


def test_page_climbs_from_a_team_that_is_too_small(root: Team, now: datetime) -> None:
    north = filled("North", 4, root)
    crew = filled("Crew", 3, north, told=3)
    assert (page(member(crew), now).name, page(member(crew), now).people) == ("North", 7)


@pytest.mark.parametrize(
    ("told", "shown", "nearly"), [(0, None, False), (2, None, False), (3, 3, False), (7, None, True)]
)
def test_page_never_says_who_did_not(root: Team, now: datetime, told: int, shown: int | None, nearly: bool) -> None:
    north = filled("North", 7, root, told=told)
    found = page(member(north), now)
    assert (found.told, found.is_nearly_everybody) == (shown, nearly)


def test_page_leaves_out_who_left(root: Team, now: datetime) -> None:
    north = filled("North", 6, root)
    Person.objects.filter(pk=member(north).pk).update(left_at=now, is_active=False)
    stays = Person.objects.present().filter(team=north)[0]
    assert page(stays, now).people == 5


def test_page_is_nothing_without_five_people(root: Team, now: datetime) -> None:
    small = filled("Small", 3, root)
    season = seasons.current(now=now)
    assert teams.page(person=member(small), season=season) is None
    assert teams.page(person=PersonFactory.create(team=None), season=season) is None


def test_page_asks_a_fixed_number_of_queries(
    root: Team, now: datetime, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    mine = filled("North", 6, root)
    for number in range(8):
        filled(f"Team {number}", 5, root)
    person, season = member(mine), seasons.current(now=now)
    with django_assert_max_num_queries(10):
        teams.page(person=person, season=season)
