"""All stories: searched, filtered, sorted."""

import pytest

from content import listings
from content.models import Topic
from tests.accounts.factories import PersonFactory
from tests.content.factories import CampaignFactory, StoryFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def found(curator):
    return lambda **asked: [
        story.title for story in listings.find(person=curator, listing=listings.read(asked)).distinct()
    ]


def test_words_are_looked_for_in_title_summary_link_and_author(found):
    StoryFactory.create(title="By title, bridge")
    StoryFactory.create(title="By summary", summary="A BRIDGE")
    StoryFactory.create(title="By link", url="https://northwind.example/bridge", summary="-")
    StoryFactory.create(title="By author", author=PersonFactory.create(name="Ana Bridge"), summary="-")
    StoryFactory.create(title="None of them", summary="-")
    assert sorted(found(words="bridge")) == ["By author", "By link", "By summary", "By title, bridge"]
    assert found(words="ana bridge") == ["By author"]
    assert found(words="% _") == []


def test_filters_narrow_together(found):
    topic, campaign, author = Topic.objects.create(name="Rails"), CampaignFactory.create(), PersonFactory.create()
    story = StoryFactory.create(title="It", live=True, kind="job", campaign=campaign, author=author)
    story.topics.add(topic)
    StoryFactory.create(title="Other", live=True)
    asked = {
        "state": "live",
        "kind": "job",
        "campaign": str(campaign.public_id),
        "topic": str(topic.public_id),
        "author": str(author.public_id),
    }
    assert found(**asked) == ["It"]
    for name, value in asked.items():
        assert "It" in found(**{name: value})


def test_nonsense_narrows_nothing():
    asked = dict.fromkeys(("state", "kind", "campaign", "topic", "author", "sort"), "x'")
    assert listings.read(asked) == listings.Listing()
    assert listings.read({"words": "a\x00b" * 99}).words == ("ab" * 99)[:100]


def test_sorts(found, now):
    StoryFactory.create(title="b", goes_live_at=None)
    StoryFactory.create(title="a", goes_live_at=now, updated_at=now)
    assert found(sort="title") == ["a", "b"]
    assert found(sort="begins") == ["a", "b"]
    assert found() == ["a", "b"]
    assert found(sort="oldest") == ["b", "a"]


def test_an_address_leads_to_the_same_list():
    listing = listings.read({"words": "a & b", "state": "live", "sort": "title"})
    assert listing.query == "words=a+%26+b&state=live&sort=title"
    assert listing.without_state == "words=a+%26+b&sort=title"


def test_choices_name_only_authors_of_stories_in_reach(curator):
    StoryFactory.create(author=curator)
    PersonFactory.create()
    assert listings.choices(person=curator).authors == [curator]


@pytest.mark.parametrize(
    ("asked", "count", "said"),
    [
        ({}, 0, "Nobody has a story to tell yet."),
        ({}, 1, "One story in all."),
        ({}, 2000, "2,000 stories in all."),
        ({"state": "live"}, 1, "Colleagues can tell one story."),
        ({"state": "live"}, 20, "Colleagues can tell 20 stories."),
        ({"state": "draft"}, 0, "No story is in this state."),
        ({"state": "review"}, 3, "Three stories wait for a yes."),
        ({"state": "approved"}, 1, "One story is planned."),
        ({"state": "ended"}, 2, "Two stories had their time."),
        ({"state": "retracted"}, 1, "One story was taken back."),
        ({"state": "live", "kind": "job"}, 1, "One story fits."),
        ({"words": "bridge"}, 12, "12 stories fit."),
        ({"words": "bridge"}, 0, "No story fits."),
    ],
)
def test_a_sentence_says_what_was_found(asked, count, said):
    assert listings.sentence(listing=listings.read(asked), count=count) == said
