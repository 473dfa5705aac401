"""From a draft to what is out, and back: a second person decides on one version."""

from dataclasses import replace
from datetime import timedelta

import pytest

from accounts import roles
from accounts.models import AuditEntry, Notification
from accounts.roles import Role
from content import approvals, audiences, checks, manuscripts, reach, steps, stories
from content.models import Approval, Story, StoryVersion
from tests.accounts.factories import PersonFactory, RoleGrantFactory, TeamFactory
from tests.content.factories import PictureFactory, StoryFactory

pytestmark = pytest.mark.django_db


def test_submit_keeps_a_version_and_tells_the_approvers(curator, approver, now):
    story = StoryFactory.create(author=curator)
    stories.submit(story=story, by=curator, now=now)
    assert (story.state, story.version, story.waiting_version, story.submitted_by) == ("review", 1, 1, curator)
    assert manuscripts.of_version(story=story, number=1) == manuscripts.of_story(story=story)
    told = Notification.objects.get()
    assert (told.person, told.key) == (approver, f"story-submitted:{story.public_id}:1")
    assert AuditEntry.objects.get().action == "stories.submit"


def test_submit_of_an_incomplete_draft_names_what_is_missing_and_stays_a_draft(curator, now):
    picture = PictureFactory.create()
    story = StoryFactory.create(
        value_company="", campaign=None, caption=False, everybody=False, picture=picture, expires_at=now
    )
    with pytest.raises(checks.NotReady) as refused:
        stories.submit(story=story, by=curator, now=now)
    for part in ("campaign", "three reasons", "description of the picture", "caption", "people", "end"):
        assert part in refused.value.messages[0]
    story = Story.objects.get()
    assert (story.state, story.version, StoryVersion.objects.count()) == ("draft", 0, 0)


def test_submit_of_a_draft_thrown_away_in_the_same_moment_is_refused(curator, now):
    story = StoryFactory.create()
    Story.objects.filter(pk=story.pk).update(discarded_at=now)
    with pytest.raises(approvals.NotToSubmit):
        stories.submit(story=story, by=curator, now=now)
    story.refresh_from_db()
    assert (story.state, story.version) == ("draft", 0)


def test_submit_twice_is_refused(curator, now):
    story = StoryFactory.create(author=curator)
    stories.submit(story=story, by=curator, now=now)
    with pytest.raises(approvals.NotToSubmit):
        stories.submit(story=story, by=curator, now=now)
    assert StoryVersion.objects.count() == 1


def test_approve_plans_the_story_and_tells_the_author(curator, approver, now):
    story = StoryFactory.create(author=curator, goes_live_at=now + timedelta(days=1))
    stories.submit(story=story, by=curator, now=now)
    stories.approve(story=story, by=approver, note="Good.", now=now)
    assert (story.state, story.approved_version, story.waiting_version) == ("approved", 1, None)
    approval = Approval.objects.get()
    assert (approval.by, approval.version, approval.decision, approval.note) == (approver, 1, "approved", "Good.")
    told = Notification.objects.get(person=curator)
    assert told.key == f"story-approved:{story.public_id}:1"
    assert "said yes" in told.title


def test_approve_without_a_beginning_goes_live_at_the_next_turn(curator, approver, now):
    story = StoryFactory.create(author=curator, goes_live_at=None)
    stories.submit(story=story, by=curator, now=now)
    stories.approve(story=story, by=approver, now=now + timedelta(hours=1))
    assert story.goes_live_at == now + timedelta(hours=1)
    stories.turn(now=now + timedelta(hours=1))
    story.refresh_from_db()
    assert story.state == "live"


def test_approve_by_author_or_submitter_is_refused(curator, approver, now):
    both = PersonFactory.create()
    RoleGrantFactory.create(person=both, role=Role.APPROVER)
    RoleGrantFactory.create(person=both, role=Role.CURATOR)
    own = StoryFactory.create(author=both)
    stories.submit(story=own, by=curator, now=now)
    sent = StoryFactory.create(author=curator)
    stories.submit(story=sent, by=both, now=now)
    for story in (own, sent):
        with pytest.raises(approvals.OwnWords):
            stories.approve(story=story, by=both, now=now)
        with pytest.raises(approvals.OwnWords):
            stories.send_back(story=story, by=both, note="x", now=now)
        asked = steps.current(steps.path(story=story))
        assert (asked.asks(both), asked.asks(approver)) == (False, True)


def test_approve_without_role_or_outside_the_team_is_refused(curator, employee, other_team, now):
    story = StoryFactory.create(review=True)
    with pytest.raises(roles.NotAllowed):
        stories.approve(story=story, by=employee, now=now)
    limited = PersonFactory.create()
    RoleGrantFactory.create(person=limited, role=Role.APPROVER, team=other_team)
    with pytest.raises(reach.OutsideReach):
        stories.approve(story=story, by=limited, now=now)


def test_approve_of_another_version_than_was_looked_at_is_refused(curator, approver, now):
    story = StoryFactory.create(live=True, author=curator)
    words = manuscripts.of_story(story=story)
    stories.change(story=story, manuscript=replace(words, title="Two"), seen=story.revision, by=curator, now=now)
    stories.change(story=story, manuscript=replace(words, title="Three"), seen=story.revision, by=curator, now=now)
    with pytest.raises(approvals.NotWaiting):
        stories.approve(story=story, by=approver, now=now, version=2)
    stories.approve(story=story, by=approver, now=now, version=3)
    assert story.title == "Three"


def test_approve_twice_is_refused_the_second_time(approver, now):
    story = StoryFactory.create(review=True)
    also = Story.objects.get()
    stories.approve(story=story, by=approver, now=now)
    with pytest.raises(approvals.NotWaiting):
        stories.approve(story=also, by=approver, now=now)
    assert Approval.objects.count() == 1


def test_approve_after_the_end_is_refused(approver, now):
    story = StoryFactory.create(review=True, expires_at=now - timedelta(days=1))
    with pytest.raises(approvals.EndPassed):
        stories.approve(story=story, by=approver, now=now)


def test_send_back_makes_a_draft_again_and_tells_why(curator, approver, now):
    story = StoryFactory.create(author=curator)
    stories.submit(story=story, by=curator, now=now)
    with pytest.raises(approvals.NoteMissing):
        stories.send_back(story=story, by=approver, note="  ", now=now)
    stories.send_back(story=story, by=approver, note="Check the year.", now=now)
    assert (story.state, story.waiting_version, story.version) == ("draft", None, 1)
    assert Notification.objects.get(person=curator).text == "Check the year."
    stories.submit(story=story, by=curator, now=now)
    assert (story.version, story.waiting_version) == (2, 2)


def test_change_of_a_live_story_waits_while_the_approved_words_stay_out(curator, approver, now):
    story = StoryFactory.create(live=True, author=curator)
    before = manuscripts.of_story(story=story)
    after = replace(before, title="Forty hours", captions=before.captions * 2)
    stories.change(story=story, manuscript=after, seen=0, by=curator, now=now)
    story.refresh_from_db()
    assert manuscripts.of_story(story=story) == before
    assert (story.state, story.approved_version, story.has_change_waiting) == ("live", 1, True)
    assert manuscripts.newest(story=story) == after
    stories.approve(story=story, by=approver, now=now)
    assert manuscripts.of_story(story=story) == replace(after, goes_live_at=before.goes_live_at)
    assert (story.state, story.approved_version, story.has_change_waiting) == ("live", 2, False)


def test_change_sent_back_leaves_what_is_out_and_keeps_the_proposal(curator, approver, now):
    story = StoryFactory.create(live=True, author=curator)
    words = replace(manuscripts.of_story(story=story), title="Forty hours")
    stories.change(story=story, manuscript=words, seen=0, by=curator, now=now)
    stories.send_back(story=story, by=approver, note="No.", now=now)
    assert (story.state, story.approved_version, story.has_change_waiting) == ("live", 1, False)
    assert story.title != "Forty hours"
    assert manuscripts.newest(story=story).title == "Forty hours"


def test_change_refusals(curator, team, now):
    live = StoryFactory.create(live=True, owner_team=team, everybody=False)
    words = manuscripts.of_story(story=live)
    with pytest.raises(checks.NotReady):
        stories.change(story=live, manuscript=words, seen=0, by=curator, now=now)
    everybody = replace(words, audience=(manuscripts.Audience(),))
    with pytest.raises(audiences.OutsideTeam):
        stories.change(story=live, manuscript=everybody, seen=0, by=curator, now=now)
    planned = StoryFactory.create(approved=True)
    good = manuscripts.of_story(story=planned)
    with pytest.raises(approvals.NotToChange, match="Your words are still here"):
        stories.change(story=planned, manuscript=good, seen=7, by=curator, now=now)
    draft = StoryFactory.create()
    with pytest.raises(approvals.NotToChange):
        stories.change(story=draft, manuscript=good, seen=0, by=curator, now=now)


def test_withdraw_takes_a_first_version_and_a_change_back(curator, now):
    first = StoryFactory.create(review=True)
    stories.withdraw(story=first, by=curator, now=now)
    assert (first.state, first.waiting_version) == ("draft", None)
    with pytest.raises(approvals.NotWaiting):
        stories.withdraw(story=first, by=curator, now=now)


def test_approvers_of_other_teams_are_not_told(curator, approver, now):
    team, other = TeamFactory.create(), TeamFactory.create()
    near, far = PersonFactory.create(team=team), PersonFactory.create(team=team)
    RoleGrantFactory.create(person=near, role=Role.APPROVER, team=team)
    RoleGrantFactory.create(person=far, role=Role.APPROVER, team=other)
    story = StoryFactory.create(author=curator, owner_team=team, everybody=False)
    story.audience.create(team=team)
    stories.submit(story=story, by=curator, now=now)
    assert set(Notification.objects.values_list("person", flat=True)) == {approver.pk, near.pk}
