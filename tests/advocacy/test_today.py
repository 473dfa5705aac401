"""The choice of the day: pure, fair, short."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advocacy import candidates, today
from advocacy.models import Availability
from tests.content.factories import StoryFactory

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
        "seen": 100,
        "for_team": False,
        "for_region": False,
        "for_interest": False,
        "is_familiar": False,
        "is_begun": False,
    }
    return candidates.Candidate(key=key, **{**given, **more})


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


def test_choose_says_what_is_of_interest_and_what_few_have_seen():
    old = {"went_live_at": NOW - timedelta(days=40), "taken": 9, "language": "de"}
    for more, reason in (
        ({"for_interest": True}, today.Reason.INTEREST),
        ({"is_familiar": True}, today.Reason.FAMILIAR),
        ({"seen": 0}, today.Reason.RARELY_SEEN),
        ({"for_region": True}, today.Reason.REGION),
        ({"language": "en"}, today.Reason.LANGUAGE),
    ):
        assert today.choose([candidate(1, **{**old, **more})], READER, NOW)[0].reason == reason


def test_choose_puts_an_interest_before_a_stranger():
    assert keys(today.choose([candidate(1), candidate(2, for_interest=True)], READER, NOW)) == [2, 1]


STORIES = st.builds(
    candidate,
    key=st.just(0),
    subject=st.sampled_from(["visibility", "talent", None]),
    language=st.sampled_from(["en", "de"]),
    went_live_at=st.integers(0, 40).map(lambda days: NOW - timedelta(days=days)),
    expires_at=st.integers(1, 20).map(lambda days: NOW + timedelta(days=days)),
    places=st.just(50),
    taken=st.integers(0, 49),
    seen=st.integers(0, 120),
    for_team=st.booleans(),
    for_region=st.booleans(),
    for_interest=st.booleans(),
    is_familiar=st.booleans(),
    is_begun=st.booleans(),
)


@given(st.lists(STORIES, min_size=1, max_size=20), st.data(), st.integers(0, 49), st.integers(0, 120))
def test_choose_never_gains_a_story_by_its_takers_or_its_viewers(stories, drawn, takers, viewers):
    stories = [replace(story, key=key) for key, story in enumerate(stories)]
    at = drawn.draw(st.integers(0, len(stories) - 1))
    more = replace(stories[at], taken=max(stories[at].taken, takers), seen=max(stories[at].seen, viewers))
    before = keys(today.choose(stories, READER, NOW))
    after = keys(today.choose([*stories[:at], more, *stories[at + 1 :]], READER, NOW))
    assert len(after) == len(before) <= 3
    if at in after:
        assert at in before
        assert before.index(at) <= after.index(at)


@pytest.mark.django_db
def test_left_is_never_below_zero(employee, now):
    story = StoryFactory(live=True, places=2)
    Availability.objects.create(story=story, places=5, taken=4)
    card = today.cards(person=employee).get(pk=story.pk)
    assert (card.taken, card.left) == (4, 0)


@pytest.mark.django_db
def test_left_leaves_a_place_to_who_waits_for_it(employee, now):
    story = StoryFactory(live=True, places=5)
    Availability.objects.create(story=story, places=5, taken=3, waiting=1)
    assert today.cards(person=employee).get(pk=story.pk).left == 1


@pytest.mark.django_db
def test_next_story_is_the_soonest_that_is_approved_and_meant_for_the_person(employee, now):
    def coming(days, **traits):
        return StoryFactory(approved=True, goes_live_at=now + timedelta(days=days), **traits)

    assert today.next_story_at(person=employee, now=now) is None
    elsewhere = coming(1)
    elsewhere.audience.update(region="XX")
    StoryFactory(goes_live_at=now + timedelta(days=2))  # not approved
    coming(4)
    coming(3)
    assert today.next_story_at(person=employee, now=now) == now + timedelta(days=3)
    assert today.next_story_at(person=employee, now=now + timedelta(days=3)) == now + timedelta(days=4)
