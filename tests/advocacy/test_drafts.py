"""Drafts: words for one network, and the version of the story that they were begun on."""

import pytest

from advocacy import drafts, writing
from advocacy.models import Draft
from content.models import Story
from tests.advocacy.factories import ClaimFactory, DraftFactory
from tests.content.factories import StoryFactory, StoryVersionFactory

WORDS = "At four in the morning sixty people went quiet."


def keep(person, story, now, words=WORDS, revision=0, **more):
    return drafts.save(
        person=person,
        story=story,
        words=words,
        keeps_disclosure=True,
        ticked=["linkedin"],
        revision=revision,
        now=now,
        **more,
    )


def approved(number):
    story = StoryFactory(live=True)
    Story.objects.filter(pk=story.pk).update(version=number, approved_version=number)
    story.refresh_from_db()
    return story


@pytest.mark.django_db
def test_save_keeps_words_for_a_network_that_differ(employee, now):
    others = {"x": "Short.", "bluesky": f" {WORDS}\r\n", "email": "  ", "gazette": "Nobody reads it."}
    assert keep(employee, StoryFactory(live=True), now, variants=others).variants == {"x": "Short."}


@pytest.mark.django_db
def test_save_without_variants_leaves_those_there_are(employee, now):
    story = StoryFactory(live=True)
    keep(employee, story, now, variants={"x": "Short."})
    assert keep(employee, story, now, words="Other.", revision=1).variants == {"x": "Short."}
    assert keep(employee, story, now, words="Other.", revision=2, variants={}).variants == {}


@pytest.mark.django_db
def test_save_from_an_old_window_does_not_lose_words_for_a_network(employee, now):
    story = StoryFactory(live=True)
    keep(employee, story, now, variants={"x": "Short."})
    with pytest.raises(drafts.WroteElsewhere) as refusal:
        keep(employee, story, now, variants={"x": "Other."})
    assert refusal.value.draft.variants == {"x": "Short."}
    assert keep(employee, story, now, variants={"x": "Short."}).revision == 2


@pytest.mark.django_db
def test_save_refuses_words_for_a_network_that_are_too_long(employee, now):
    with pytest.raises(drafts.TooLong):
        keep(employee, StoryFactory(live=True), now, variants={"x": "a" * 20_001})


def test_words_on_a_network_are_its_own_or_those_for_all():
    assert drafts.words_on(words="All.", variants={"x": "Short."}, network="x") == "Short."
    assert drafts.words_on(words="All.", variants={"x": "  "}, network="x") == "All."
    assert drafts.words_on(words="All.", variants={}, network="linkedin") == "All."


@pytest.mark.django_db
def test_draft_belongs_to_the_version_that_it_was_begun_on(employee, now):
    story = approved(1)
    assert keep(employee, story, now).story_version == 1
    Story.objects.filter(pk=story.pk).update(approved_version=2)
    story.refresh_from_db()
    draft = keep(employee, story, now, words=WORDS + " More.", revision=1)
    assert draft.story_version == 1
    assert drafts.is_behind(draft=draft, story=story)
    drafts.hold(person=employee, story=story)
    assert not drafts.is_behind(draft=Draft.objects.get(), story=story)


@pytest.mark.django_db
def test_empty_draft_belongs_to_the_version_that_is_out(employee, now):
    story = approved(1)
    keep(employee, story, now, words="")
    Story.objects.filter(pk=story.pk).update(approved_version=2)
    story.refresh_from_db()
    assert keep(employee, story, now, words="  ", revision=1).story_version == 2


@pytest.mark.django_db
def test_changed_since_names_what_is_said_and_not_how_it_is_offered(employee):
    story = approved(2)
    said = {"title": "An older title", "places": 3, "audience": [], "url": story.url, "summary": story.summary}
    story.versions.all().delete()
    StoryVersionFactory(story=story, number=1, said=said)
    draft = DraftFactory(person=employee, story=story, story_version=1)
    changed = {
        change.label: (change.before, change.after) for change in writing.changed_since(draft=draft, story=story)
    }
    assert changed["Title"] == ("An older title", story.title)
    assert not {"Places", "For whom", "Ends", "Campaign"} & set(changed)
    draft.story_version = 2
    assert writing.changed_since(draft=draft, story=story) == ()


@pytest.mark.django_db
def test_changed_since_a_version_nobody_kept_is_nothing(employee):
    story = approved(3)
    draft = DraftFactory(person=employee, story=story, story_version=2)
    story.versions.all().delete()
    assert writing.changed_since(draft=draft, story=story) == ()


@pytest.mark.django_db
def test_desk_begins_with_the_first_network_that_the_person_uses(company, now):
    claim = ClaimFactory()
    desk = writing.desk(claim=claim, draft=None, settings=company, now=now)
    assert [counter.network.key for counter in desk.counters if counter.is_ticked] == ["linkedin"]
    assert [counter.network.key for counter in desk.near] == ["linkedin", "x", "bluesky", "mastodon"]
    claim.person.networks = ["mastodon", "bluesky"]
    desk = writing.desk(claim=claim, draft=None, settings=company, now=now)
    assert [counter.network.key for counter in desk.near] == ["bluesky", "mastodon"]
    assert [counter.network.key for counter in desk.counters if counter.is_ticked] == ["bluesky"]
