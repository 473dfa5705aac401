"""Versions and a change in work over the API: the same rules and sentences as the pages."""

import pytest
import time_machine

from content import manuscripts, stories
from content.models import Story
from tests.content.factories import StoryFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def frozen(now):
    with time_machine.travel(now, tick=False):
        yield


def address(story, verb):
    return f"/api/v1/studio/stories/{story.public_id}/{verb}"


def test_versions_are_listed_with_what_became_of_them(api_of, curator, approver, now):
    story = StoryFactory.create(author=curator)
    stories.submit(story=story, by=curator, now=now)
    stories.send_back(story=story, by=approver, note="Check the year.", now=now)
    (line,) = api_of(curator).get(address(story, "versions/")).json()["results"]
    assert (line["number"], line["by"], line["is_out"]) == (1, curator.name, False)
    assert line["decisions"][0]["note"] == "Check the year."


def test_change_in_work_is_kept_compared_thrown_away_and_brought_back(api_of, curator):
    story = StoryFactory.create(live=True, author=curator, title="Out")
    api = api_of(curator)
    words = api.get(address(story, "in-work/")).json()["words"]
    kept = api.put(address(story, "in-work/"), {"revision": 0, "words": {**words, "title": "Better"}}, format="json")
    assert (kept.status_code, kept.json()["is_in_work"], kept.json()["words"]["title"]) == (200, True, "Better")
    late = api.put(address(story, "in-work/"), {"revision": 0, "words": words}, format="json")
    assert (late.status_code, Story.objects.get().title) == (400, "Out")
    assert "Somebody else saved this story" in late.content.decode()
    (change,) = api.get(address(story, "difference/?before=1")).json()
    assert [piece["kind"] for piece in change["pieces"]] == ["gone", "new"]
    assert api.delete(address(story, "in-work/")).json()["words"]["title"] == "Out"
    assert api.post(address(story, "bring-back/")).json()["words"]["title"] == "Better"


def test_begin_again_from_a_version_that_is_not_there(api_of, curator):
    story = StoryFactory.create(live=True)
    api = api_of(curator)
    assert api.post(address(story, "versions/7/begin-again/")).status_code == 404
    assert api.get(address(story, "difference/?before=7")).status_code == 404
    assert api.post(address(story, "versions/1/begin-again/")).status_code == 200
    assert manuscripts.newest(story=story).title == story.title
