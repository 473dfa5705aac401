"""Other days for a story."""

from datetime import UTC, datetime, timedelta

import pytest

from content import manuscripts, moves, reach, stories
from tests.accounts.factories import PersonFactory
from tests.content.factories import StoryFactory

pytestmark = pytest.mark.django_db


def move(story, curator, now, **changed):
    days = {"goes_live_at": now + timedelta(days=3), "expires_at": now + timedelta(days=9), "seen": story.revision}
    return moves.move(story=story, by=curator, now=now, **{**days, **changed})


def test_move_gives_a_draft_its_days_at_once(curator, now):
    story = move(StoryFactory.create(), curator, now)
    assert (story.goes_live_at, story.expires_at) == (now + timedelta(days=3), now + timedelta(days=9))


def test_move_asks_for_a_yes_when_it_is_planned(curator, approver, now):
    story = StoryFactory.create(approved=True, author=curator)
    begins = story.goes_live_at
    move(story, curator, now)
    assert story.goes_live_at == begins
    assert story.has_change_waiting
    stories.approve(story=story, by=approver, now=now)
    assert story.goes_live_at == now + timedelta(days=3)


def test_move_of_a_live_story_keeps_when_it_went_live(curator, now):
    story = StoryFactory.create(live=True)
    move(story, curator, now)
    said = manuscripts.newest(story=story)
    assert (said.goes_live_at, said.expires_at) == (story.goes_live_at, now + timedelta(days=9))


def test_move_to_the_same_days_asks_nobody(curator, now):
    story = StoryFactory.create(approved=True)
    same = move(story, curator, now, goes_live_at=story.goes_live_at, expires_at=story.expires_at)
    assert not same.has_change_waiting


@pytest.mark.parametrize("trait", ["review", "ended", "retracted"])
def test_move_refuses_what_waits_or_is_over(curator, now, trait):
    with pytest.raises(moves.NotToMove):
        move(StoryFactory.create(**{trait: True}), curator, now)


@pytest.mark.parametrize(
    "changed",
    [
        {"expires_at": datetime(2026, 3, 11, tzinfo=UTC)},
        {"goes_live_at": None, "expires_at": datetime(2026, 3, 9, tzinfo=UTC)},
        {"expires_at": datetime(2999, 1, 1, tzinfo=UTC)},
        {"goes_live_at": datetime(1, 1, 2, tzinfo=UTC)},
    ],
)
def test_move_refuses_days_that_cannot_be(curator, now, changed):
    with pytest.raises(moves.DaysOutOfOrder):
        move(StoryFactory.create(), curator, now, **changed)


def test_move_over_what_somebody_else_saved_is_refused(curator, now):
    with pytest.raises(stories.ChangedMeanwhile):
        move(StoryFactory.create(revision=3), curator, now, seen=2)


def test_move_needs_reach(company, now):
    with pytest.raises(reach.OutsideReach):
        move(StoryFactory.create(), PersonFactory.create(), now)


def test_by_days_keeps_the_hour_over_the_change_to_summer_time(curator, now):
    story = StoryFactory.create(goes_live_at=datetime(2026, 3, 27, 7, 0, tzinfo=UTC), expires_at=None)
    moved = moves.by_days(story=story, days=7, seen=0, by=curator, now=now)
    assert moved.goes_live_at == datetime(2026, 4, 3, 6, 0, tzinfo=UTC)
    assert moved.expires_at is None


def test_by_days_needs_days(curator, now):
    story = StoryFactory.create(goes_live_at=None, expires_at=None)
    with pytest.raises(moves.NotToMove):
        moves.by_days(story=story, days=7, seen=0, by=curator, now=now)
