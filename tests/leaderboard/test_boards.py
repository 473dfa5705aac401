from datetime import datetime

import pytest

from accounts.models import Person
from leaderboard import boards, seasons, standings
from tests.accounts.factories import PersonFactory

NAMED, PEN, HIDDEN = Person.BoardChoice.NAMED, Person.BoardChoice.PEN_NAME, Person.BoardChoice.HIDDEN


def names(person: Person, now: datetime) -> list[str]:
    return [place.name for place in standings.top(10, season=seasons.current(now=now), you=person)]


def test_choose_shows_a_person_and_takes_him_off(employee: Person, now: datetime) -> None:
    boards.choose(person=employee, choice=NAMED, now=now)
    assert names(employee, now) == ["Marta Lindqvist"]
    boards.choose(person=employee, choice=PEN, pen_name="  Night   Owl ", now=now)
    assert names(employee, now) == ["Night Owl"]
    boards.choose(person=employee, choice=HIDDEN, pen_name="ignored", now=now)
    employee.refresh_from_db()
    assert (names(employee, now), employee.pen_name) == ([], "")


def test_choose_again_changes_nothing(employee: Person, now: datetime) -> None:
    for _ in range(2):
        boards.choose(person=employee, choice=NAMED, now=now)
    assert standings.of(person=employee, season=seasons.current(now=now)).people == 1


@pytest.mark.parametrize("pen_name", ["", "ab", "x" * 41, "owl@northwind.example", "jonas WEBER"])
def test_choose_refuses_an_unfit_pen_name(employee: Person, colleague: Person, now: datetime, pen_name: str) -> None:
    with pytest.raises(boards.PenNameUnfit):
        boards.choose(person=employee, choice=PEN, pen_name=pen_name, now=now)
    employee.refresh_from_db()
    assert employee.board_choice == HIDDEN


def test_choose_refuses_a_pen_name_twice(employee: Person, colleague: Person, now: datetime) -> None:
    boards.choose(person=colleague, choice=PEN, pen_name="Night Owl", now=now)
    with pytest.raises(boards.PenNameTaken):
        boards.choose(person=employee, choice=PEN, pen_name="night owl", now=now)
    assert employee.board_choice == HIDDEN


def test_choose_refuses_nonsense(employee: Person, now: datetime) -> None:
    with pytest.raises(boards.UnknownChoice):
        boards.choose(person=employee, choice="everywhere", now=now)


def test_sweep_left_takes_names_off(employee: Person, now: datetime) -> None:
    boards.choose(person=employee, choice=PEN, pen_name="Night Owl", now=now)
    stays = PersonFactory.create(name="Stays Here")
    boards.choose(person=stays, choice=NAMED, now=now)
    Person.objects.filter(pk=employee.pk).update(left_at=now, is_active=False)
    assert boards.sweep_left(now=now) == 1
    assert boards.sweep_left(now=now) == 0
    employee.refresh_from_db()
    assert (employee.board_choice, employee.pen_name) == (HIDDEN, "")
    assert standings.size(season=seasons.current(now=now)) == 1
    assert names(stays, now) == ["Stays Here"]
