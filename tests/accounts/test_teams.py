from datetime import datetime

import pytest
from django.core.exceptions import ValidationError

from accounts import roles, teams
from accounts.models import Person, Team
from tests.accounts.factories import TeamFactory


def test_add_builds_the_path(administrator: Person, team: Team, now: datetime) -> None:
    added = teams.add(name=" Signals  East ", parent=team, by=administrator, now=now)
    added.refresh_from_db()
    assert (added.name, added.path) == ("Signals East", f"{team.path}{added.pk}/")


def test_add_refuses_a_name_twice_in_one_place(administrator: Person, team: Team, now: datetime) -> None:
    with pytest.raises(teams.NameTaken):
        teams.add(name=team.name, parent=None, by=administrator, now=now)
    assert teams.add(name=team.name, parent=team, by=administrator, now=now)


@pytest.mark.parametrize("name", ["", "   ", "x" * 121])
def test_add_refuses_names_that_are_none(name: str, administrator: Person, now: datetime) -> None:
    with pytest.raises(ValidationError):
        teams.add(name=name, parent=None, by=administrator, now=now)


def test_add_refuses_the_bottomless(administrator: Person, now: datetime) -> None:
    parent = None
    for _level in range(teams.DEEPEST):
        parent = TeamFactory.create(parent=parent)
    with pytest.raises(ValidationError, match="20 levels"):
        teams.add(name="One more", parent=parent, by=administrator, now=now)


def test_rules_are_for_administrators(employee: Person, team: Team, now: datetime) -> None:
    with pytest.raises(roles.NotAllowed):
        teams.add(name="Mine", parent=None, by=employee, now=now)
    with pytest.raises(roles.NotAllowed):
        teams.move(team=team, parent=None, by=employee, now=now)
    with pytest.raises(roles.NotAllowed):
        teams.rename(team=team, name="Mine", by=employee, now=now)
    with pytest.raises(roles.NotAllowed):
        teams.remove(team=team, by=employee, now=now)


def test_move_takes_everything_below_along(administrator: Person, now: datetime) -> None:
    north, south = TeamFactory.create(name="North"), TeamFactory.create(name="South")
    middle = TeamFactory.create(name="Middle", parent=north)
    leaf = TeamFactory.create(name="Leaf", parent=middle)
    beside = TeamFactory.create(name="Beside", parent=north)
    teams.move(team=middle, parent=south, by=administrator, now=now)
    for row in (middle, leaf, beside):
        row.refresh_from_db()
    assert middle.path == f"{south.path}{middle.pk}/"
    assert leaf.path == f"{south.path}{middle.pk}/{leaf.pk}/"
    assert beside.path == f"{north.path}{beside.pk}/"
    teams.move(team=middle, parent=None, by=administrator, now=now)
    leaf.refresh_from_db()
    assert leaf.path == f"/{middle.pk}/{leaf.pk}/"


def test_move_refuses_a_circle(administrator: Person, now: datetime) -> None:
    top = TeamFactory.create()
    below = TeamFactory.create(parent=TeamFactory.create(parent=top))
    for parent in (top, below):
        with pytest.raises(teams.TeamInsideItself):
            teams.move(team=top, parent=parent, by=administrator, now=now)
    top.refresh_from_db()
    assert (top.parent, top.path) == (None, f"/{top.pk}/")


def test_move_refuses_the_bottomless(administrator: Person, now: datetime) -> None:
    top, parent = TeamFactory.create(), None
    TeamFactory.create(parent=top)
    for _level in range(teams.DEEPEST - 1):
        above, parent = parent, TeamFactory.create(parent=parent)
    with pytest.raises(ValidationError, match="20 levels"):
        teams.move(team=top, parent=parent, by=administrator, now=now)
    teams.move(team=top, parent=above, by=administrator, now=now)
    assert len(top.ancestor_ids) == teams.DEEPEST - 1


def test_move_refuses_a_name_that_is_there(administrator: Person, now: datetime) -> None:
    top = TeamFactory.create(name="Desk")
    parent = TeamFactory.create()
    TeamFactory.create(name="Desk", parent=parent)
    with pytest.raises(teams.NameTaken):
        teams.move(team=top, parent=parent, by=administrator, now=now)


def test_rename_keeps_the_path(administrator: Person, team: Team, other_team: Team, now: datetime) -> None:
    teams.rename(team=team, name="Network North", by=administrator, now=now)
    assert Team.objects.get(pk=team.pk).name == "Network North"
    with pytest.raises(teams.NameTaken):
        teams.rename(team=team, name=other_team.name, by=administrator, now=now)


def test_remove_only_what_is_empty(administrator: Person, team: Team, other_team: Team, now: datetime) -> None:
    with pytest.raises(teams.TeamNotEmpty):
        teams.remove(team=team, by=administrator, now=now)
    teams.remove(team=other_team, by=administrator, now=now)
    assert list(Team.objects.all()) == [team]


def test_tree_lists_children_after_parents_by_name(administrator: Person, team: Team) -> None:
    b = TeamFactory.create(name="B")
    TeamFactory.create(name="Z", parent=b)
    TeamFactory.create(name="A", parent=b)
    names = [(row.name, row.people_count) for row in teams.tree()]  # type: ignore[attr-defined]
    assert names == [("B", 0), ("A", 0), ("Z", 0), ("Network South", 1)]
