"""Who is meant, and how many that is."""

import pytest

from content import audiences
from content.manuscripts import Audience, Manuscript
from tests.accounts.factories import PersonFactory, TeamFactory
from tests.content.factories import InterestFactory, StoryFactory, TopicFactory

pytestmark = pytest.mark.django_db


def people(*rules):
    return audiences.reach(manuscript=Manuscript(audience=rules)).people


def test_reach_counts_everybody_once_and_nobody_who_left():
    team = TeamFactory.create()
    below = TeamFactory.create(parent=team)
    PersonFactory.create(team=below, region="North", language="de")
    PersonFactory.create(team=team, region="North", language="en")
    PersonFactory.create(team=None, region="South", language="de")
    PersonFactory.create(team=team, left=True)
    named = str(team.public_id)
    assert people() == 0
    assert people(Audience()) == 3
    assert people(Audience(team=named)) == 2
    assert people(Audience(team=named, language="de")) == 1
    assert people(Audience(region="North"), Audience(language="de"), Audience(team=named)) == 3
    assert people(Audience(team="00000000-0000-4000-8000-000000000000")) == 0


def test_reach_names_languages_the_most_first():
    PersonFactory.create(language="en")
    PersonFactory.create_batch(2, language="de")
    reach = audiences.reach(manuscript=Manuscript(audience=(Audience(),)))
    assert list(reach.by_language.items()) == [("de", 2), ("en", 1)]


def test_reach_counts_whom_the_story_is_shown_to():
    team = TeamFactory.create()
    below = TeamFactory.create(parent=team)
    everyone = [
        PersonFactory.create(team=each, region=region) for each in (team, below, None) for region in ("", "North")
    ]
    story = StoryFactory.create(live=True, everybody=False)
    story.audience.create(team=below)
    story.audience.create(team=team, region="North")
    shown = [person for person in everyone if type(story).objects.shown_to(person).exists()]
    rules = (Audience(team=str(below.public_id)), Audience(team=str(team.public_id), region="North"))
    assert len(shown) == people(*rules) == 3


def test_reach_by_an_interest_tells_nobody_whose_it_is():
    topic = TopicFactory.create()
    rules = (Audience(topic=str(topic.public_id)),)
    for count in range(6):
        found = audiences.reach(manuscript=Manuscript(audience=rules))
        assert (found.people, found.number) == (count, "1–4" if 0 < count < 5 else str(count))
        assert found.at_most == (4 if 0 < count < 5 else count)
        InterestFactory.create(topic=topic)
    region = PersonFactory.create(region="North").region
    assert audiences.reach(manuscript=Manuscript(audience=(Audience(region=region),))).number == "1"


def test_lately_counts_the_same_lines_once(company, employee, django_assert_num_queries):
    words = Manuscript(audience=(Audience(region=employee.region),))
    first = audiences.lately(manuscript=words)
    assert first == audiences.reach(manuscript=words)
    with django_assert_num_queries(0):
        assert audiences.lately(manuscript=Manuscript(title="Typed", audience=words.audience)) == first


def test_regions_are_asked_for_once_a_minute(company, employee, django_assert_num_queries):
    named = audiences.regions()
    with django_assert_num_queries(0):
        assert audiences.regions() == named
