"""Drafts that are thrown away, and come back."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from content import discards, reach, tasks
from content.models import Story
from tests.accounts.factories import PersonFactory
from tests.content.factories import PreviewFactory, StoryFactory

pytestmark = pytest.mark.django_db


def test_discard_frees_the_page_for_another_story(curator, now):
    preview = PreviewFactory.create(ready=True)
    story = discards.discard(story=StoryFactory.create(preview=preview), by=curator, now=now)
    assert (story.discarded_at, story.preview) == (now, None)
    taken = StoryFactory.create(preview=preview)
    discards.restore(story=story, by=curator, now=now, preview=preview)
    story.refresh_from_db()
    assert (story.discarded_at, story.preview, taken.preview) == (None, None, preview)


@pytest.mark.parametrize("state", ["review", "approved", "live", "ended", "retracted"])
def test_discard_refuses_everything_but_drafts(curator, now, state):
    with pytest.raises(discards.NotToDiscard):
        discards.discard(story=StoryFactory.create(**{state: True}), by=curator, now=now)


def test_discard_once_and_restore_once(curator, now):
    story = discards.discard(story=StoryFactory.create(), by=curator, now=now)
    with pytest.raises(discards.NotToDiscard):
        discards.discard(story=story, by=curator, now=now)
    discards.restore(story=story, by=curator, now=now)
    with pytest.raises(discards.NotToRestore):
        discards.restore(story=story, by=curator, now=now)


def test_discard_needs_reach(company, now):
    with pytest.raises(reach.OutsideReach):
        discards.discard(story=StoryFactory.create(), by=PersonFactory.create(), now=now)


def test_sweep_deletes_after_thirty_days_and_can_be_repeated(curator, now):
    old = discards.discard(story=StoryFactory.create(), by=curator, now=now - timedelta(days=30))
    young = discards.discard(story=StoryFactory.create(), by=curator, now=now - timedelta(days=29))
    assert [discards.sweep(now=now) for _twice in range(2)] == [1, 0]
    assert list(Story.objects.all()) == [young]
    assert tasks.sweep_discards() == 1  # by the real clock that one is old as well
    assert old.pk != young.pk


def test_only_drafts_can_be_marked_as_thrown_away(now):
    story = StoryFactory.create(live=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        Story.objects.filter(pk=story.pk).update(discarded_at=now)
