"""The library: what is found, in which order, by whom, and the searches that are kept."""

from datetime import timedelta
from uuid import uuid4

import pytest

from advocacy import library, searches
from advocacy.models import SavedSearch
from tests.advocacy.factories import ClaimFactory, ReadingFactory, SavedSearchFactory
from tests.content.factories import AudienceRuleFactory, StoryFactory, TopicFactory

pytestmark = pytest.mark.django_db


def found(person, now, **said):
    return list(library.find(person=person, search=library.search(said), now=now))


def test_search_leaves_out_what_makes_no_sense():
    nonsense = dict.fromkeys(("reason", "kind", "language", "topic", "mine"), "x" * 5000)
    assert library.search(nonsense) == library.Search()
    assert len(library.search({"words": "x" * 10_000}).words) == library.LONGEST
    assert library.search({"words": "a\x00b", "kind": "article", "mine": "read"}).said == {
        "words": "ab",
        "kind": "article",
        "mine": "read",
    }


def test_find_puts_the_nearest_first_and_then_the_newest(employee, now):
    text = StoryFactory(live=True, title="A", summary="", body="The viaduct.")
    old = StoryFactory(live=True, title="Old viaduct", goes_live_at=now - timedelta(days=9))
    new = StoryFactory(live=True, title="New viaduct", goes_live_at=now - timedelta(days=2))
    assert found(employee, now, words="viaducts") == [new, old, text]
    assert found(employee, now, words="!!!") == []


def test_find_never_shows_what_is_meant_for_others(employee, other_team, now):
    AudienceRuleFactory(story=StoryFactory(live=True, everybody=False, title="Viaduct"), team=other_team)
    StoryFactory(title="Viaduct")
    StoryFactory(ended=True, title="Viaduct")
    for said in ({}, {"words": "viaduct"}, {"mine": "read"}):
        assert found(employee, now, **said) == []


def test_find_by_topic(employee, now):
    story, topic = StoryFactory(live=True), TopicFactory()
    StoryFactory(live=True)
    story.topics.add(topic)
    assert found(employee, now, topic=str(topic.public_id)) == [story]
    assert found(employee, now, topic=str(uuid4())) == []


def test_find_among_what_was_read_and_taken_up_shows_what_ended_too(employee, now):
    read, told = StoryFactory(ended=True), StoryFactory(live=True)
    ReadingFactory(person=employee, story=read)
    ReadingFactory(person=employee, story=told, unread=True)
    ClaimFactory(person=employee, story=told, shared=True)
    assert found(employee, now, mine="read") == [read]
    assert found(employee, now, mine="claimed") == [told]


def test_save_keeps_a_search_and_the_same_name_takes_the_newer(employee, now):
    for words in ("bridge", "tunnel"):
        searches.save(person=employee, name="  Mine \n here ", search=library.Search(words=words), now=now)
    (saved,) = searches.of(person=employee)
    assert (saved.name, library.search(saved.search).words) == ("Mine here", "tunnel")


def test_save_refuses_no_name_nothing_and_too_many(employee, colleague, now):
    something = library.Search(words="bridge")
    with pytest.raises(searches.NoName):
        searches.save(person=employee, name=" \x00", search=something, now=now)
    with pytest.raises(searches.NothingSaid):
        searches.save(person=employee, name="All", search=library.Search(), now=now)
    SavedSearchFactory.create_batch(searches.MOST, person=employee)
    with pytest.raises(searches.TooMany):
        searches.save(person=employee, name="One more", search=something, now=now)
    assert searches.save(person=colleague, name="x" * 500, search=something, now=now).name == "x" * 60


def test_remove_forgets_once(employee):
    saved = SavedSearchFactory(person=employee)
    assert [searches.remove(saved=saved), searches.remove(saved=saved)] == [True, False]
    assert not SavedSearch.objects.exists()
