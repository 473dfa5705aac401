"""The choice of the day: pure, fair, short."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advocacy import today
from advocacy.models import Availability
from tests.advocacy.factories import AvailabilityFactory, ClaimFactory, DeclineFactory, ReadingFactory
from tests.content.factories import AudienceRuleFactory, CampaignFactory, ObjectiveFactory, StoryFactory

NOW = datetime(2026, 3, 10, 9, 0, tzinfo=UTC)
READER = today.Reader(key=1, language="en", day=date(2026, 3, 10))


def candidate(key, **more):
    given = {
        "subject": "visibility",
        "language": "en",
        "went_live_at": NOW - timedelta(days=2),
        "expires_at": NOW + timedelta(days=10),
        "places": 10,
        "taken": 5,
        "for_team": False,
        "for_region": False,
        "is_begun": False,
    }
    return today.Candidate(key=key, **{**given, **more})


def keys(choices):
    return [choice.key for choice in choices]


def test_choose_gives_at_most_three():
    assert len(today.choose([candidate(key) for key in range(9)], READER, NOW)) == 3
    assert len(today.choose([candidate(1)], READER, NOW)) == 1
    assert today.choose([], READER, NOW) == []


def test_choose_gives_less_what_was_settled_today():
    stories = [candidate(key) for key in range(9)]
    for handled, expected in ((1, 2), (3, 0), (7, 0)):
        reader = today.Reader(key=1, language="en", day=READER.day, handled=handled)
        assert len(today.choose(stories, reader, NOW)) == expected


def test_choose_puts_what_was_begun_and_what_is_for_the_team_first():
    stories = [candidate(1), candidate(2, for_team=True), candidate(3, is_begun=True)]
    choices = today.choose(stories, READER, NOW)
    assert keys(choices) == [3, 2, 1]
    assert [choice.reason for choice in choices[:2]] == [today.Reason.BEGUN, today.Reason.TEAM]


def test_choose_says_what_is_new_and_what_ends_soon():
    new = today.choose([candidate(1, went_live_at=NOW, taken=9)], READER, NOW)
    assert new[0].reason == today.Reason.NEW
    old = {"went_live_at": NOW - timedelta(days=40), "taken": 9}
    soon = today.choose([candidate(1, expires_at=NOW + timedelta(days=1), **old)], READER, NOW)
    assert soon[0].reason == today.Reason.SOON_OVER
    rare = today.choose([candidate(1, **{**old, "taken": 0})], READER, NOW)
    assert rare[0].reason == today.Reason.RARELY_TOLD
    plain = today.choose([candidate(1, language="de", **old)], READER, NOW)
    assert plain[0].reason == today.Reason.PLACES


def test_choose_takes_different_subjects_first():
    stories = [candidate(key, for_team=True) for key in range(3)] + [candidate(9, subject="talent")]
    assert 9 in keys(today.choose(stories, READER, NOW))


def test_choose_spreads_the_demand_over_equal_stories():
    stories = [candidate(key) for key in range(30)]
    seen = set()
    for person in range(60):
        seen |= set(keys(today.choose(stories, today.Reader(key=person, language="en", day=READER.day), NOW)))
    assert len(seen) >= 28


@given(st.permutations(range(8)), st.integers(0, 4))
def test_choose_does_not_depend_on_the_order(order, handled):
    stories = [candidate(key, subject="abc"[key % 3], taken=key) for key in range(8)]
    reader = today.Reader(key=7, language="de", day=READER.day, handled=handled)
    assert today.choose([stories[at] for at in order], reader, NOW) == today.choose(stories, reader, NOW)


@pytest.mark.django_db
def test_candidates_leave_out_what_is_put_aside_held_full_or_for_others(employee, other_team, now):
    offered = StoryFactory(live=True)
    DeclineFactory(person=employee)
    ClaimFactory(person=employee)
    AvailabilityFactory(story=StoryFactory(live=True, places=1), taken=1)
    AudienceRuleFactory(story=StoryFactory(live=True, everybody=False), team=other_team)
    StoryFactory(ended=True)
    StoryFactory(approved=True)
    found, total = today.candidates(person=employee, now=now)
    assert ([one.key for one in found], total) == ([offered.pk], 1)


@pytest.mark.django_db
def test_candidates_know_team_region_subject_and_what_was_begun(employee, now):
    story = StoryFactory(
        live=True,
        everybody=False,
        campaign=CampaignFactory(objective=ObjectiveFactory(reason="talent")),
    )
    AudienceRuleFactory(story=story, team=employee.team)
    ReadingFactory(person=employee, story=story, unread=True)
    found = today.candidates(person=employee, now=now)[0][0]
    assert (found.for_team, found.for_region, found.subject, found.is_begun) == (True, False, "talent", True)
    assert (found.places, found.taken) == (12, 0)


@pytest.mark.django_db
def test_candidates_are_bounded_and_counted_in_full(employee, now, monkeypatch):
    monkeypatch.setattr(today, "MOST_CANDIDATES", 3)
    popular = StoryFactory(live=True, places=10)
    Availability.objects.create(story=popular, places=10, taken=9)
    StoryFactory.create_batch(4, live=True)
    found, total = today.candidates(person=employee, now=now)
    assert (len(found), total) == (3, 5)
    assert popular.pk not in [one.key for one in found]


@pytest.mark.django_db
def test_left_is_never_below_zero(employee, now):
    story = StoryFactory(live=True, places=2)
    Availability.objects.create(story=story, places=5, taken=4)
    card = today.cards(person=employee).get(pk=story.pk)
    assert (card.taken, card.left) == (4, 0)
