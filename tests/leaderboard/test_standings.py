from datetime import datetime
from decimal import Decimal

import pytest
from django.db import transaction
from pytest_django import DjangoAssertNumQueries

from accounts.models import CompanySettings, Person
from leaderboard import seasons, standings
from leaderboard.models import PointEntry, ScoreCount, Season, Standing
from tests.accounts.factories import PersonFactory
from tests.leaderboard.factories import WEEK


@pytest.fixture
def season(company: CompanySettings) -> Season:
    return seasons.of(week=WEEK)


def somebody(points: int, *, choice: str = "named", **fields: object) -> Person:
    person = PersonFactory.create(board_choice=choice, **fields)
    with transaction.atomic():
        standings.add(season=seasons.of(week=WEEK), points={person: points})
    return person


def test_top_shares_ranks_among_equals(season: Season) -> None:
    people = [somebody(points) for points in (900, 1200, 900, 300)]
    places = standings.top(10, season=season, you=people[2])
    assert [place.rank for place in places] == [1, 2, 2, 4]
    assert [place.name for place in places] == [people[index].name for index in (1, 0, 2, 3)]
    assert [place.is_you for place in places] == [False, False, True, False]


def test_equal_as_shown_is_equal(season: Season) -> None:
    """51.24 and 51.21 both read 51.2: no photo finish behind what people see."""
    people = [somebody(5124), somebody(5121)]
    assert [place.rank for place in standings.top(10, season=season, you=people[0])] == [1, 1]


def test_top_shows_only_who_chose_it(season: Season) -> None:
    somebody(5000, choice="hidden", name="Nobody Sees")
    pen = somebody(400, choice="pen_name", pen_name="Night Owl", name="Real Name")
    named = somebody(300, name="Lena Vogt")
    places = standings.top(10, season=season, you=named)
    assert [(place.rank, place.name, place.note) for place in places] == [
        (1, "Night Owl", "a pen name"),
        (2, "Lena Vogt", ""),
    ]
    assert pen.name not in str(places)


def test_top_shows_nobody_who_left(season: Season, now: datetime) -> None:
    person = somebody(500)
    Person.objects.filter(pk=person.pk).update(left_at=now)
    assert standings.top(10, season=season, you=person) == []


def test_of_ranks_by_counting_scores(season: Season, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    people = [somebody(points) for points in (1000, 900, 900, 100)]
    with django_assert_num_queries(2):
        assert standings.of(person=people[3], season=season) == standings.Own(points=Decimal(10) / 10, rank=4, people=4)
    assert standings.of(person=people[2], season=season).rank == 2


def test_of_gives_no_rank_off_the_board(season: Season) -> None:
    hidden = somebody(700, choice="hidden")
    assert standings.of(person=hidden, season=season) == standings.Own(points=Decimal(7), rank=None, people=0)
    assert standings.of(person=PersonFactory.create(), season=season).points == 0


def test_around_shows_two_on_either_side(season: Season) -> None:
    people = [somebody(points * 100) for points in range(20, 0, -1)]
    around = standings.around(person=people[14], season=season, after=10)
    assert [place.rank for place in around.places] == [13, 14, 15, 16, 17]
    assert around.before == 2
    assert [place.is_you for place in around.places] == [False, False, True, False, False]


def test_around_does_not_repeat_the_top(season: Season) -> None:
    people = [somebody(points * 100) for points in range(20, 0, -1)]
    around = standings.around(person=people[9], season=season, after=10)
    assert ([place.rank for place in around.places], around.before) == ([11, 12], 0)
    assert standings.around(person=people[2], season=season, after=10).places == []


def test_around_orders_equals_by_who_came_first(season: Season) -> None:
    people = [somebody(500) for _ in range(7)]
    around = standings.around(person=people[3], season=season)
    assert [place.rank for place in around.places] == [1] * 5
    assert [place.name for place in around.places] == [person.name for person in people[1:6]]
    assert around.before == 1


def test_around_is_empty_off_the_board(season: Season) -> None:
    assert standings.around(person=somebody(500, choice="hidden"), season=season) == standings.Around([], 0)


def test_show_keeps_the_counts(season: Season) -> None:
    person = somebody(500)
    for on_board in (False, False, True, True):
        standings.show(person=person, season=season, on_board=on_board)
    assert dict(ScoreCount.objects.filter(people__gt=0).values_list("score", "people")) == {50: 1}
    standings.show(person=person, season=season, on_board=False)
    assert not ScoreCount.objects.filter(people__gt=0).exists()


def test_add_moves_the_counts(season: Season) -> None:
    person = somebody(500)
    with transaction.atomic():
        standings.add(season=season, points={person: -120})
    assert dict(ScoreCount.objects.filter(people__gt=0).values_list("score", "people")) == {38: 1}


def test_check_repairs_totals_and_counts(season: Season, now: datetime) -> None:
    person = somebody(500)
    PointEntry.objects.create(
        person=person, week=WEEK, act="read", number=1, points=500, causes=[], reason="settled", at=now
    )
    assert standings.check(season=season) == 0
    Standing.objects.update(points=1, score=0)
    ScoreCount.objects.update(people=7)
    assert standings.check(season=season) >= 2
    assert standings.of(person=person, season=season) == standings.Own(points=Decimal(5), rank=1, people=1)
    assert standings.check(season=season) == 0
