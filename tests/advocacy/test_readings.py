"""Readings: what counts, where somebody goes on, and which colleagues show that they took a story up."""

from datetime import timedelta

import pytest

from advocacy import colleagues, readings
from tests.accounts.factories import PersonFactory
from tests.advocacy.factories import ClaimFactory, ReadingFactory
from tests.content.factories import StoryFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def story():
    return StoryFactory(live=True, body="One.\n\nTwo.")


def test_dwell_keeps_how_far_somebody_came(employee, story, now):
    for reached, expected in ((40, 40), (0, 40), (25, 25), (700, 100), (-5, 100)):
        reading = readings.dwell(person=employee, story=story, seconds=0, reached_percent=reached, now=now)
        reading.refresh_from_db()
        assert reading.reached_percent == expected


def test_dwell_at_the_end_counts_as_read_and_begins_anew(employee, story, now):
    reading = readings.dwell(person=employee, story=story, seconds=0, reached_end=True, reached_percent=30, now=now)
    assert (reading.reached_percent, reading.read_at) == (100, now)
    assert readings.goes_on_at(reading=reading) == 0


def test_dwell_does_not_believe_the_end_of_a_mere_summary(employee, now):
    story = StoryFactory(live=True, body="")
    assert readings.dwell(person=employee, story=story, seconds=0, reached_end=True, now=now).read_at is None


@pytest.mark.parametrize(("reached", "expected"), [(0, 0), (9, 0), (10, 10), (90, 90), (91, 0), (100, 0)])
def test_goes_on_only_in_the_middle(employee, story, reached, expected):
    assert readings.goes_on_at(reading=ReadingFactory(reached_percent=reached)) == expected


def took(story, *, at, **more):
    person = PersonFactory(**{"is_shown_to_team": True, **more})
    ClaimFactory(person=person, story=story, taken_at=at)
    return person


def test_takers_are_those_of_the_team_who_show_it(employee, other_team, story, now):
    team = employee.team
    took(story, team=team, name="Ana Kovac", at=now - timedelta(hours=3))
    took(story, team=team, name="Jonas Weber", at=now - timedelta(hours=1))
    took(story, team=team, name="Hidden One", is_shown_to_team=False, at=now)
    took(story, team=other_team, name="Far Away", at=now)
    took(story, team=team, name="Gone Away", left=True, at=now)
    took(StoryFactory(live=True), team=team, name="Other Story", at=now)
    ClaimFactory(person=PersonFactory(team=team, is_shown_to_team=True), story=story, released=True)
    ClaimFactory(person=employee, story=story)
    assert colleagues.takers(person=employee, story=story) == colleagues.Takers(names=("Jonas", "Ana"), more=0)


def test_takers_name_three_and_count_the_rest(employee, story, now, django_assert_num_queries):
    for hour in range(5):
        took(story, team=employee.team, name=f"N{hour} X", at=now - timedelta(hours=hour))
    with django_assert_num_queries(1):
        assert colleagues.takers(person=employee, story=story) == colleagues.Takers(names=("N0", "N1", "N2"), more=2)


def test_takers_of_nobodys_team_are_nobody(story, now):
    took(story, team=None, at=now)
    assert colleagues.takers(person=PersonFactory(team=None), story=story) == colleagues.Takers()
