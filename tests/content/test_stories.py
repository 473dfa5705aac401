"""The life of a story: begun, edited, turned, taken back."""

from dataclasses import replace
from datetime import timedelta

import pytest

from accounts.models import AuditEntry, Notification
from accounts.roles import Role
from content import audiences, manuscripts, reach, stories
from content.manuscripts import Audience, CaptionWords, Manuscript
from content.models import Story
from tests.accounts.factories import PersonFactory, RoleGrantFactory, TeamFactory
from tests.content.factories import FeedEntryFactory, PreviewFactory, StoryFactory

pytestmark = pytest.mark.django_db


def test_create_makes_a_draft_with_its_lines(curator, now):
    words = Manuscript(
        title="A bridge",
        url="https://northwind.example/bridge",
        captions=(CaptionWords(language="en", text="Look."),),
        audience=(Audience(),),
    )
    story = stories.create(manuscript=words, by=curator, now=now)
    assert (story.state, story.author, story.version) == ("draft", curator, 0)
    assert manuscripts.of_story(story=story) == words
    assert AuditEntry.objects.get().action == "stories.create"


def test_create_twice_from_one_preview_gives_the_same_story(curator, now):
    preview, entry = PreviewFactory.create(ready=True, asked_by=curator), FeedEntryFactory.create()
    first = stories.create(manuscript=Manuscript(title="One"), by=curator, now=now, preview=preview, entry=entry)
    second = stories.create(manuscript=Manuscript(title="Two"), by=curator, now=now, preview=preview, entry=entry)
    assert first == second
    entry.refresh_from_db()
    assert entry.taken_at == now


def test_create_outside_the_curators_team_is_refused(company, team, other_team, now):
    person = PersonFactory.create()
    RoleGrantFactory.create(person=person, role=Role.CURATOR, team=team)
    with pytest.raises(reach.OutsideReach):
        stories.create(manuscript=Manuscript(), by=person, now=now, owner_team=other_team)
    with pytest.raises(reach.OutsideReach):
        stories.create(manuscript=Manuscript(), by=person, now=now)


def test_audience_must_lie_inside_the_owning_team(curator, team, other_team, now):
    inside, outside = str(team.public_id), str(other_team.public_id)
    stories.create(manuscript=Manuscript(audience=(Audience(team=inside),)), by=curator, now=now, owner_team=team)
    for audience in (Audience(team=outside), Audience(), Audience(region="North")):
        with pytest.raises(audiences.OutsideTeam, match="Network South"):
            stories.create(manuscript=Manuscript(audience=(audience,)), by=curator, now=now, owner_team=team)


def test_edit_keeps_the_words_and_counts_the_revision(curator, now):
    story = StoryFactory.create()
    words = replace(manuscripts.of_story(story=story), title="Better", captions=())
    stories.edit(story=story, manuscript=words, seen=0, by=curator, now=now)
    assert (story.title, story.revision, story.updated_at, story.captions.count()) == ("Better", 1, now, 0)


def test_edit_of_words_that_changed_meanwhile_is_refused_and_changes_nothing(curator, now):
    story = StoryFactory.create()
    words = manuscripts.of_story(story=story)
    stories.edit(story=story, manuscript=replace(words, title="First"), seen=0, by=curator, now=now)
    with pytest.raises(stories.ChangedMeanwhile, match="Your words are still here"):
        stories.edit(story=story, manuscript=replace(words, title="Second", captions=()), seen=0, by=curator, now=now)
    assert Story.objects.get().title == "First"
    assert story.captions.count() == 1


@pytest.mark.parametrize("state", ["review", "approved", "live", "ended", "retracted"])
def test_edit_of_anything_but_a_draft_is_refused(curator, now, state):
    story = StoryFactory.create(**{state: True})
    with pytest.raises(stories.NotADraft):
        stories.edit(story=story, manuscript=Manuscript(title="X"), seen=0, by=curator, now=now)


def test_turn_makes_live_at_the_time_and_tells_the_author(curator, now):
    story = StoryFactory.create(approved=True, author=curator, goes_live_at=now + timedelta(hours=1))
    assert stories.turn(now=now) == 0
    assert stories.turn(now=now + timedelta(hours=1)) == 1
    assert stories.turn(now=now + timedelta(hours=1)) == 0
    story.refresh_from_db()
    assert (story.state, story.went_live_at) == ("live", now + timedelta(hours=1))
    assert Notification.objects.get().person == curator


def test_turn_ends_at_the_time_and_lets_a_waiting_change_rest(now):
    story = StoryFactory.create(live=True, expires_at=now, version=2, waiting_version=2)
    assert stories.turn(now=now) == 1
    story.refresh_from_db()
    assert (story.state, story.ended_at, story.waiting_version) == ("ended", now, None)


def test_turn_ends_what_was_never_live(now):
    StoryFactory.create(approved=True, goes_live_at=now - timedelta(days=2), expires_at=now - timedelta(days=1))
    stories.turn(now=now)
    assert Story.objects.get().state == "ended"


@pytest.mark.parametrize("state", ["approved", "live", "ended"])
def test_retract_takes_back_at_once(curator, now, state):
    story = StoryFactory.create(**{state: True})
    stories.retract(story=story, by=curator, reason=" A figure was wrong. ", now=now)
    assert (story.state, story.retract_reason, story.retracted_at) == ("retracted", "A figure was wrong.", now)
    assert Notification.objects.get().person == story.author
    assert AuditEntry.objects.get().detail == {"reason": "A figure was wrong."}


def test_retract_refusals(curator, employee, now):
    with pytest.raises(stories.ReasonMissing):
        stories.retract(story=StoryFactory.create(live=True), by=curator, reason=" ", now=now)
    with pytest.raises(stories.NotOut):
        stories.retract(story=StoryFactory.create(), by=curator, reason="x", now=now)
    with pytest.raises(reach.OutsideReach):
        stories.retract(story=StoryFactory.create(live=True), by=employee, reason="x", now=now)


def test_retract_by_an_approver_of_the_team(approver, team, now):
    story = StoryFactory.create(live=True, owner_team=team)
    assert stories.retract(story=story, by=approver, reason="x", now=now).state == "retracted"


def test_with_same_link_finds_the_earlier_story_whatever_its_end(curator):
    story = StoryFactory.create(url="https://northwind.example/bridge/")
    StoryFactory.create(retracted=True, url="https://northwind.example/bridge")
    assert stories.with_same_link(urls={"https://northwind.example/bridge#top"}, person=curator) == story
    assert stories.with_same_link(urls={story.url}, person=curator, apart_from=story) is None
    assert stories.with_same_link(urls={""}, person=curator) is None


def test_in_reach_of_a_team_curator_are_the_teams_below(team, other_team):
    below = TeamFactory.create(parent=team)
    person = PersonFactory.create()
    RoleGrantFactory.create(person=person, role=Role.CURATOR, team=team)
    mine = StoryFactory.create(owner_team=below)
    StoryFactory.create(owner_team=other_team)
    StoryFactory.create()
    assert list(Story.objects.in_reach(person, role=Role.CURATOR)) == [mine]
    assert not Story.objects.in_reach(person, role=Role.APPROVER).exists()
