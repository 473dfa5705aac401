"""One thing done to many stories, and undone."""

from datetime import timedelta
from uuid import uuid4

import pytest

from accounts import roles
from accounts.models import AuditEntry
from content import bulk, manuscripts, stories
from content.models import BulkAction, Story, Topic
from tests.accounts.factories import PersonFactory, RoleGrantFactory
from tests.content.factories import CampaignFactory, PreviewFactory, StoryFactory

pytestmark = pytest.mark.django_db
WEEK = timedelta(days=7)


@pytest.fixture
def do(curator, now):
    def done(action, *chosen, **needed):
        return bulk.do(action=action, chosen=chosen, by=curator, now=now, **needed)

    return done


@pytest.fixture
def undo(curator, now):
    return lambda entry: bulk.undo(entry=entry, by=curator, now=now)


def test_do_submits_those_that_lack_nothing_and_says_why_of_the_others(do):
    ready, bare, live = StoryFactory.create(), StoryFactory.create(campaign=None), StoryFactory.create(live=True)
    outcome = bulk.outcome(entry=do("submit", ready, bare, live))
    assert [line.story for line in outcome.done] == [ready.public_id]
    assert [line.story for line in outcome.refused] == [bare.public_id, live.public_id]
    assert "a campaign" in outcome.refused[0].reason
    assert "not a draft" in outcome.refused[1].reason
    assert sorted(Story.objects.values_list("state", flat=True)) == ["draft", "live", "review"]


def test_undo_takes_back_what_was_submitted(do, undo):
    story = StoryFactory.create()
    entry = undo(do("submit", story))
    story.refresh_from_db()
    assert (story.state, story.waiting_version) == ("draft", None)
    assert AuditEntry.objects.filter(action__in=("bulk.do", "bulk.undo")).count() == 2
    with pytest.raises(bulk.UndoneAlready):
        undo(entry)


def test_undo_leaves_what_went_on_since(do, undo, approver, now):
    story, other = StoryFactory.create(), StoryFactory.create()
    entry = do("submit", story, other)
    story.refresh_from_db()
    stories.approve(story=story, by=approver, now=now)
    outcome = bulk.outcome(entry=undo(entry))
    assert [line.reason for line in outcome.done] == ["It went on since, so it stays as it is.", ""]
    assert set(Story.objects.values_list("state", flat=True)) == {"approved", "draft"}


def test_withdraw_and_undo_asks_again(do, undo):
    story = StoryFactory.create(review=True)
    entry = do("withdraw", story)
    story.refresh_from_db()
    assert story.state == "draft"
    undo(entry)
    story.refresh_from_db()
    assert story.state == "review"


def test_withdraw_a_change_and_undo_asks_again_for_the_same_words(do, undo, curator, now):
    story = StoryFactory.create(live=True, campaign=CampaignFactory.create())
    said = manuscripts.newest(story=story)
    bulk_words = manuscripts.Manuscript(**{**vars(said), "title": "Other words"})
    stories.change(story=story, manuscript=bulk_words, seen=story.revision, by=curator, now=now)
    entry = do("withdraw", story)
    assert bulk.outcome(entry=entry).done
    undo(entry)
    story.refresh_from_db()
    assert story.waiting_version
    assert manuscripts.of_version(story=story, number=story.waiting_version).title == "Other words"


def test_move_gives_drafts_other_days_and_asks_for_those_of_others(do, undo):
    draft, planned = StoryFactory.create(), StoryFactory.create(approved=True)
    begins, planned_begins = draft.goes_live_at, planned.goes_live_at
    entry = do("move", draft, planned, days=7)
    assert len(bulk.outcome(entry=entry).done) == 2
    draft.refresh_from_db()
    planned.refresh_from_db()
    assert draft.goes_live_at == begins + WEEK
    assert planned.goes_live_at == planned_begins
    assert manuscripts.newest(story=planned).goes_live_at == planned_begins + WEEK
    undo(entry)
    draft.refresh_from_db()
    planned.refresh_from_db()
    assert draft.goes_live_at == begins
    assert planned.waiting_version is None


def test_move_back_brings_a_change_again_that_it_replaced(do, undo, curator, now):
    story = StoryFactory.create(approved=True)
    words = manuscripts.Manuscript(**{**vars(manuscripts.newest(story=story)), "title": "Asked before"})
    stories.change(story=story, manuscript=words, seen=story.revision, by=curator, now=now)
    undo(do("move", story, days=7))
    story.refresh_from_db()
    assert manuscripts.of_version(story=story, number=story.waiting_version) == words


def test_move_refuses_what_waits_or_is_over_or_has_no_days(do):
    chosen = [
        StoryFactory.create(review=True),
        StoryFactory.create(ended=True),
        StoryFactory.create(goes_live_at=None, expires_at=None),
    ]
    reasons = [line.reason for line in bulk.outcome(entry=do("move", *chosen, days=1)).refused]
    assert [reason[:12] for reason in reasons] == ["It waits for", "It is over, ", "It has no da"]


def test_campaign_and_topic_are_given_and_taken_back(do, undo):
    story, campaign, topic = StoryFactory.create(), CampaignFactory.create(), Topic.objects.create(name="Bridges")
    before = story.campaign
    given = do("topic", story, topic=topic)
    put = do("campaign", story, campaign=campaign)
    story.refresh_from_db()
    assert (story.campaign, list(story.topics.all())) == (campaign, [topic])
    undo(put)
    story.refresh_from_db()
    assert (story.campaign, list(story.topics.all())) == (before, [topic])
    # The topic was followed by something else, which was itself undone: the story went on all the same.
    assert bulk.outcome(entry=undo(given)).done[0].reason


def test_what_is_so_already_is_not_done(do):
    story = StoryFactory.create()
    (line,) = bulk.outcome(entry=do("campaign", story, campaign=story.campaign)).refused
    assert line.reason == "It is so already."


def test_discard_hides_a_draft_and_undo_brings_it_back_to_its_page(do, undo, curator):
    preview = PreviewFactory.create(ready=True)
    story, live = StoryFactory.create(preview=preview), StoryFactory.create(live=True)
    entry = do("discard", story, live)
    outcome = bulk.outcome(entry=entry)
    assert [(line.story, line.is_there) for line in outcome.done] == [(story.public_id, False)]
    assert "Only a draft" in outcome.refused[0].reason
    assert list(Story.objects.in_reach(curator, role="curator")) == [live]
    undo(entry)
    story.refresh_from_db()
    assert story.preview == preview
    assert story in Story.objects.in_reach(curator, role="curator")


def test_undo_says_when_a_draft_is_gone_for_good(do, undo):
    entry = do("discard", StoryFactory.create())
    Story.objects.all().delete()
    assert "too long ago" in bulk.outcome(entry=undo(entry)).done[0].reason


@pytest.mark.parametrize(
    ("action", "needed", "error"),
    [
        ("move", {"days": 0}, bulk.NotUnderstood),
        ("move", {"days": 366}, bulk.NotUnderstood),
        ("campaign", {}, bulk.NotUnderstood),
        ("topic", {}, bulk.NotUnderstood),
        ("burn", {}, bulk.NotUnderstood),
    ],
)
def test_do_refuses_what_it_cannot_understand(do, action, needed, error):
    with pytest.raises(error):
        do(action, StoryFactory.create(), **needed)
    assert not BulkAction.objects.exists()


def test_do_refuses_none_and_more_than_a_hundred(do):
    story = StoryFactory.build(author=None, campaign=None)
    with pytest.raises(bulk.NothingChosen):
        do("submit")
    with pytest.raises(bulk.TooMany):
        do("submit", *[story] * 101)


def test_do_needs_a_curator_and_undo_the_same_one(do, employee, now):
    with pytest.raises(roles.NotAllowed):
        bulk.do(action="submit", chosen=[StoryFactory.create()], by=employee, now=now)
    entry = do("submit", StoryFactory.create())
    other = PersonFactory.create()
    RoleGrantFactory.create(person=other, role="curator")
    with pytest.raises(roles.NotAllowed):
        bulk.undo(entry=entry, by=other, now=now)


def test_do_refuses_stories_out_of_reach_one_by_one(other_team, team, company, now):
    limited = PersonFactory.create()
    RoleGrantFactory.create(person=limited, role="curator", team=other_team)
    entry = bulk.do(action="discard", chosen=[StoryFactory.create(owner_team=team)], by=limited, now=now)
    assert "does not reach" in bulk.outcome(entry=entry).refused[0].reason


def test_outcome_of_stories_that_are_gone_is_still_told(curator, now):
    entry = BulkAction.objects.create(
        action="submit",
        by=curator,
        at=now,
        done=[{"story": str(uuid4()), "title": "Gone", "revision": 1, "before": {}}],
    )
    assert not bulk.outcome(entry=entry).done[0].is_there
