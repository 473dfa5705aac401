"""Two people, or one who presses twice, at the same moment: one of them wins, the other reads why, nothing is torn."""

from dataclasses import replace

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from accounts import policies
from accounts.models import Notification, PolicyAcknowledgement
from accounts.roles import Role
from content import approvals, beginnings, bulk, discards, ideas, manuscripts, remarks, stories, working_copies
from content.models import Approval, Story, StoryVersion, WorkingCopy
from tests.accounts.factories import CompanyFactory, PersonFactory, RoleGrantFactory
from tests.advocacy.test_claims import press_at_once
from tests.content.factories import ApprovalStepFactory, IdeaFactory, PreviewFactory, RemarkFactory, StoryFactory

needs_postgresql = pytest.mark.skipif(connection.vendor != "postgresql", reason="needs PostgreSQL")
pytestmark = [pytest.mark.postgresql, needs_postgresql, pytest.mark.django_db(transaction=True)]
TIMES = 8


@pytest.fixture
def curator(db):
    CompanyFactory.create()
    return RoleGrantFactory.create(role=Role.CURATOR).person


@pytest.fixture
def approver(curator):
    return RoleGrantFactory.create(role=Role.APPROVER).person


def fresh(story):
    return Story.objects.get(pk=story.pk)


def worked(outcomes):
    """What succeeded; everything else must be a refusal in words."""
    refused = [outcome for outcome in outcomes if isinstance(outcome, Exception)]
    assert [outcome for outcome in refused if not isinstance(outcome, ValidationError)] == []
    return [outcome for outcome in outcomes if not isinstance(outcome, Exception)]


def saves(story, curator, now, words):
    held = fresh(story)
    said = replace(manuscripts.of_story(story=held), title=words, summary=f"{words}, told")
    return lambda: stories.save(story=held, manuscript=said, seen=held.revision, by=curator, now=now)


def test_of_many_who_save_one_wins_and_its_lines_are_its_own(curator, now):
    draft = StoryFactory.create(author=curator)
    done = worked(press_at_once([saves(draft, curator, now, f"Words {number}") for number in range(TIMES)]))
    after = fresh(draft)
    assert len(done) == 1
    assert after.revision == 1
    assert (after.captions.count(), after.audience.count()) == (1, 1)
    assert after.summary == f"{after.title}, told"


def test_of_many_who_keep_a_change_one_wins(curator, now):
    story = StoryFactory.create(author=curator, live=True)
    done = worked(press_at_once([saves(story, curator, now, f"Words {number}") for number in range(TIMES)]))
    copy = WorkingCopy.objects.get(story=story)
    assert (len(done), fresh(story).title) == (1, story.title)
    assert copy.said is not None
    assert copy.said["summary"] == f"{copy.said['title']}, told"


def test_a_version_holds_what_was_saved_before_it_or_not_at_all(curator, approver, now):
    for _turn in range(5):
        draft = StoryFactory.create(author=curator)
        submitted = fresh(draft)
        press_at_once(
            [
                saves(draft, curator, now, "Later"),
                lambda held=submitted: stories.submit(story=held, by=curator, now=now),
            ]
        )
        after = fresh(draft)
        said = manuscripts.of_version(story=after, number=1)
        assert after.state == "review"
        assert (said.title, said.summary) == (after.title, after.summary)
        assert said == manuscripts.of_story(story=after)


def test_submitted_and_thrown_away_at_once_is_one_of_both(curator, approver, now):
    for _turn in range(5):
        draft = StoryFactory.create(author=curator)
        one, other = fresh(draft), fresh(draft)
        done = worked(
            press_at_once(
                [
                    lambda held=one: stories.submit(story=held, by=curator, now=now),
                    lambda held=other: discards.discard(story=held, by=curator, now=now),
                ]
            )
        )
        after = fresh(draft)
        assert len(done) == 1
        assert (after.state, after.discarded_at is None) in {("review", True), ("draft", False)}


def test_approved_and_withdrawn_at_once_is_one_of_both(curator, approver, now):
    for _turn in range(5):
        story = StoryFactory.create(author=curator, review=True)
        one, other = fresh(story), fresh(story)
        done = worked(
            press_at_once(
                [
                    lambda held=one: stories.approve(story=held, by=approver, now=now),
                    lambda held=other: stories.withdraw(story=held, by=curator, now=now),
                ]
            )
        )
        after = fresh(story)
        assert len(done) == 1
        assert (after.state, after.approved_version) in {("approved", 1), ("draft", None)}
        assert Approval.objects.filter(story=story).count() == int(after.state == "approved")


def test_a_change_approved_while_the_story_is_taken_back_does_not_come_out(curator, approver, now):
    for _turn in range(5):
        story = StoryFactory.create(author=curator, live=True)
        changed = replace(manuscripts.of_story(story=story), title="Unseen")
        stories.change(story=story, manuscript=changed, seen=story.revision, by=curator, now=now)
        one, other = fresh(story), fresh(story)
        press_at_once(
            [
                lambda held=one: stories.approve(story=held, by=approver, now=now),
                lambda held=other: stories.retract(story=held, by=curator, reason="A figure was wrong.", now=now),
            ]
        )
        after = fresh(story)
        assert (after.state, after.waiting_version) == ("retracted", None)


def test_two_who_must_both_say_yes_and_the_sweep_let_it_out_once(curator, approver, now):
    second = RoleGrantFactory.create(role=Role.APPROVER).person
    ApprovalStepFactory.create(rule="all")
    for _turn in range(5):
        story = StoryFactory.create(author=curator, review=True)
        presses = [
            lambda person=person, held=held: stories.approve(story=held, by=person, now=now)
            for person, held in ((each, fresh(story)) for each in (approver, second, approver))
        ]
        worked(press_at_once([*presses, lambda: approvals.look_after(now=now)]))
        after = fresh(story)
        assert (after.state, after.approved_version, after.waiting_version) == ("approved", 1, None)
        assert Approval.objects.filter(story=story).count() == 2


def test_bulk_action_is_undone_once(curator, now):
    drafts = [StoryFactory.create(author=curator) for _number in range(3)]
    before = [draft.goes_live_at for draft in drafts]
    entry = bulk.do(action="move", chosen=drafts, days=7, by=curator, now=now)
    done = worked(press_at_once([lambda: bulk.undo(entry=entry, by=curator, now=now)] * TIMES))
    assert len(done) == 1
    assert [fresh(draft).goes_live_at for draft in drafts] == before


def test_idea_becomes_one_story(curator, now):
    idea = IdeaFactory.create()
    done = worked(press_at_once([lambda: ideas.take(idea=idea, by=curator, now=now)] * TIMES))
    assert (len(done), Story.objects.count(), Notification.objects.filter(person=idea.person).count()) == (1, 1, 1)


def test_page_becomes_one_story_and_a_language_one_sibling(curator, now):
    page = PreviewFactory.create(asked_by=curator, ready=True)
    done = worked(press_at_once([lambda: beginnings.from_preview(preview=page, by=curator, now=now)] * TIMES))
    assert ({story.pk for story in done}, Story.objects.count()) == ({Story.objects.get().pk}, 1)


def test_remark_is_settled_once(curator, now):
    remark = RemarkFactory.create()
    done = worked(press_at_once([lambda: remarks.settle(remark=remark, by=curator, now=now)] * TIMES))
    assert len(done) == 1


def test_a_change_is_thrown_away_once(curator, now):
    story = StoryFactory.create(author=curator, live=True)
    saves(story, curator, now, "In work")()
    presses = [
        lambda held=held: working_copies.discard(story=held, by=curator, now=now)
        for held in (fresh(story) for _number in range(TIMES))
    ]
    assert len(worked(press_at_once(presses))) == 1
    aside = WorkingCopy.objects.get(story=story).aside
    assert aside is not None
    assert aside["title"] == "In work"
    assert StoryVersion.objects.filter(story=story).count() == 1


def test_policy_is_acknowledged_once(db, now):
    settings = CompanyFactory.create(policy="Say where you work.", policy_version=1)
    reader = PersonFactory.create()
    presses = [lambda: policies.acknowledge(person=reader, version=settings.policy_version, now=now)] * TIMES
    assert len(worked(press_at_once(presses))) == TIMES
    assert PolicyAcknowledgement.objects.count() == 1
