"""A change in work: kept apart from what is out, never over somebody else's words, and brought back."""

from dataclasses import replace

import pytest

from accounts.models import AuditEntry
from content import manuscripts, reach, stories, versions, working_copies
from content.models import Story, StoryVersion, WorkingCopy
from content.versions import NOW
from tests.content.factories import StoryFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def live(curator):
    return StoryFactory.create(live=True, author=curator, title="Out")


def titled(story, title):
    return replace(manuscripts.of_story(story=story), title=title)


def keep(story, title, *, by, now, seen=None):
    return working_copies.keep(
        story=story,
        manuscript=titled(story, title),
        seen=story.revision if seen is None else seen,
        by=by,
        now=now,
    )


def newest(story):
    return working_copies.newest(story=story, copy=working_copies.of(story=story)).title


def test_keep_leaves_out_what_is_out(live, curator, now):
    keep(live, "First", by=curator, now=now)
    keep(live, "Second", by=curator, now=now)
    assert (Story.objects.get().title, Story.objects.get().revision, newest(live)) == ("Out", 2, "Second")
    assert (WorkingCopy.objects.get().by, StoryVersion.objects.count()) == (curator, 1)


def test_keep_never_overwrites_unseen_words(live, curator, now):
    keep(live, "First", by=curator, now=now)
    with pytest.raises(stories.ChangedMeanwhile, match="Your words are still here"):
        keep(live, "Second", by=curator, now=now, seen=0)
    assert newest(live) == "First"


@pytest.mark.parametrize("state", ["review", "ended", "retracted"])
def test_keep_of_a_story_that_is_not_out_is_refused(curator, now, state):
    story = StoryFactory.create(**{state: True})
    with pytest.raises(working_copies.NotOutToChange):
        keep(story, "X", by=curator, now=now)


def test_keep_without_the_role_is_refused(live, employee, now):
    with pytest.raises(reach.OutsideReach):
        keep(live, "X", by=employee, now=now)


def test_submitting_a_change_ends_the_work_on_it(live, curator, approver, now):
    keep(live, "Better", by=curator, now=now)
    stories.change(story=live, manuscript=titled(live, "Better"), seen=live.revision, by=curator, now=now)
    assert WorkingCopy.objects.get().said is None
    assert (live.waiting_version, newest(live)) == (2, "Better")


def test_discard_can_be_taken_back_once(live, curator, now):
    keep(live, "Better", by=curator, now=now)
    working_copies.discard(story=live, by=curator, now=now)
    assert newest(live) == "Out"
    with pytest.raises(working_copies.NothingInWork):
        working_copies.discard(story=live, by=curator, now=now)
    versions.bring_back(story=live, by=curator, now=now)
    assert newest(live) == "Better"
    with pytest.raises(versions.NothingAside):
        versions.bring_back(story=live, by=curator, now=now)
    assert AuditEntry.objects.filter(action="stories.discard_change").count() == 1


def test_begin_again_brings_old_words_into_a_draft_and_keeps_the_newer_ones(curator, now):
    story = StoryFactory.create(author=curator, title="First", version=1)
    stories.edit(story=story, manuscript=titled(story, "Second"), seen=0, by=curator, now=now)
    versions.begin_again(story=story, number=1, by=curator, now=now)
    assert (story.title, story.state, story.captions.count()) == ("First", "draft", 1)
    versions.bring_back(story=story, by=curator, now=now)
    assert story.title == "Second"


def test_begin_again_of_a_story_that_is_out_stays_in_work(live, curator, now):
    keep(live, "In work", by=curator, now=now)
    versions.begin_again(story=live, number=1, by=curator, now=now)
    assert (Story.objects.get().title, newest(live)) == ("Out", "Out")
    versions.bring_back(story=live, by=curator, now=now)
    assert newest(live) == "In work"


def test_begin_again_from_nothing_or_while_it_waits_is_refused(curator, now):
    with pytest.raises(versions.NoSuchVersion):
        versions.begin_again(story=StoryFactory.create(), number=3, by=curator, now=now)
    with pytest.raises(stories.NotADraft):
        versions.begin_again(story=StoryFactory.create(review=True), number=1, by=curator, now=now)
    assert not WorkingCopy.objects.exists()


def test_difference_of_two_versions_and_of_now(live, curator, approver, now):
    stories.change(story=live, manuscript=titled(live, "Out and about"), seen=0, by=curator, now=now)
    (change,) = versions.difference(story=live, before=1, after=2)
    assert [(piece.kind, piece.text) for piece in change.pieces] == [("same", "Out "), ("new", "and about")]
    assert versions.difference(story=live, before=2, after=NOW) == ()


def test_lines_say_what_became_of_each_version(curator, approver, now):
    story = StoryFactory.create(author=curator)
    stories.submit(story=story, by=curator, now=now)
    stories.send_back(story=story, by=approver, note="Check the year.", now=now)
    stories.submit(story=story, by=curator, now=now)
    stories.approve(story=story, by=approver, now=now)
    second, first = versions.lines(story=story, versions=list(story.versions.select_related("by")))
    assert (first.version.number, first.is_out, [each.note for each in first.decisions]) == (
        1,
        False,
        ["Check the year."],
    )
    assert (second.is_out, second.is_waiting, [each.decision for each in second.decisions]) == (
        True,
        False,
        ["approved"],
    )
