"""Facts that stop holding: who has to know is told, once before and once after."""

from datetime import timedelta

import pytest

from accounts.models import Notification
from accounts.roles import Role
from content import evidence, manuscripts
from content.models import Evidence, Story
from tests.accounts.factories import PersonFactory, RoleGrantFactory
from tests.content.factories import StoryFactory

pytestmark = pytest.mark.django_db


def proved(holds_until, **story):
    made = StoryFactory.create(title="A bridge", **story)
    Evidence.objects.create(story=made, statement="a span from 1894", source="Register", holds_until=holds_until)
    return made


def test_tell_ending_tells_author_and_curators_a_week_before(curator, now):
    story = proved(now.date() + timedelta(days=7), live=True)
    assert evidence.tell_ending(now=now) == 2
    told = Notification.objects.get(person=curator)
    assert told.title == "A fact holds until 17 March 2026: A bridge"
    assert told.text == "“a span from 1894” (Register). Bring newer proof, or take the story back."
    assert {each.person for each in Notification.objects.all()} == {curator, story.author}


def test_tell_ending_is_safe_to_repeat_and_speaks_again_when_it_ended(curator, now):
    story = proved(now.date(), live=True, author=curator)
    assert [evidence.tell_ending(now=now) for _ in range(2)] == [1, 0]
    # The same words written anew are not told again.
    manuscripts.write_lines(story=story, manuscript=manuscripts.of_story(story=story))
    assert evidence.tell_ending(now=now) == 0
    assert evidence.tell_ending(now=now + timedelta(days=1)) == 1
    assert "no longer holds" in Notification.objects.latest("pk").title
    assert Story.objects.get().state == "live"


def test_tell_ending_counts_the_companys_days(curator, now):
    proved(now.date(), live=True, author=curator)
    late = now.replace(hour=23, minute=30)  # the next day in Berlin
    evidence.tell_ending(now=late)
    assert "no longer holds" in Notification.objects.get().title


@pytest.mark.parametrize(
    ("days", "state"), [(8, "live"), (None, "live"), (1, "ended"), (1, "retracted"), (1, "review")]
)
def test_tell_ending_says_nothing_of_others(curator, now, days, state):
    proved(None if days is None else now.date() + timedelta(days=days), **{state: True})
    assert evidence.tell_ending(now=now) == 0


def test_tell_ending_asks_only_curators_whose_role_reaches_the_story(company, team, other_team, now):
    near, far = PersonFactory.create_batch(2)
    RoleGrantFactory.create(person=near, role=Role.CURATOR, team=team)
    RoleGrantFactory.create(person=far, role=Role.CURATOR, team=other_team)
    story = proved(now.date(), live=True, owner_team=team)
    evidence.tell_ending(now=now)
    assert {each.person for each in Notification.objects.all()} == {near, story.author}
