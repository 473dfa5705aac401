"""The studio over the API: the same rules, the same sentences."""

import pytest
import time_machine

from content.models import Feed, Objective, Story
from tests.content.factories import CampaignFactory, FeedEntryFactory, PictureFactory, PreviewFactory, StoryFactory

pytestmark = pytest.mark.django_db
MISSING = "00000000-0000-4000-8000-000000000000"


@pytest.fixture(autouse=True)
def frozen(now, monkeypatch):
    task = type("Task", (), {"delay_on_commit": staticmethod(lambda: None)})
    for place, name in (
        ("intake", "read_waiting_previews"),
        ("intake", "check_due_feeds"),
        ("approvals", "turn_stories"),
    ):
        monkeypatch.setattr(f"content.api.{place}.{name}", task)
    with time_machine.travel(now, tick=False):
        yield


@pytest.fixture
def words():
    return {
        "url": "https://northwind.example/bridge",
        "title": "A bridge",
        "summary": "In two sentences.",
        "value_reader": "learn.",
        "value_employee": "show.",
        "value_company": "explains.",
        "campaign": str(CampaignFactory.create().public_id),
        "captions": [{"network": "linkedin", "language": "en", "text": "Look."}],
        "audience": [{}],
        "expires_at": "2026-03-20T17:00:00+01:00",
    }


def test_stories_are_listed_by_what_is_asked_for(api_of, curator):
    campaign = CampaignFactory.create()
    StoryFactory.create(live=True, title="A bridge", kind="job", campaign=campaign)
    StoryFactory.create(live=True, title="A tunnel")
    StoryFactory.create(title="A draft of a bridge")

    def titles(**asked):
        answer = api_of(curator).get("/api/v1/studio/stories/", asked)
        return [story["title"] for story in answer.json()["results"]]

    assert titles(words="bridge", sort="title") == ["A bridge", "A draft of a bridge"]
    assert titles(state="live", sort="title") == ["A bridge", "A tunnel"]
    assert titles(kind="job") == titles(campaign=str(campaign.public_id)) == ["A bridge"]
    assert titles(author=MISSING) == titles(topic=MISSING) == []
    assert len(titles(state="nonsense")) == 3


def test_the_way_of_a_story_from_words_to_live(api_of, curator, approver, words):
    writing, deciding = api_of(curator), api_of(approver)
    made = writing.post("/api/v1/studio/stories/", {"title": "A"}, format="json")
    assert made.status_code == 201
    story = made.json()
    address = f"/api/v1/studio/stories/{story['id']}/"
    refused = writing.post(f"{address}submit/")
    assert refused.status_code == 400
    assert refused.json()["error"]["code"] == "not_ready"
    assert "a campaign" in refused.json()["error"]["message"]
    edited = writing.put(address, {"revision": story["revision"], "words": words}, format="json").json()
    assert edited["missing"] == []
    assert edited["words"]["captions"] == words["captions"]
    assert writing.get(address).json() == edited
    assert writing.post(f"{address}submit/").json()["state"] == "review"
    approval = deciding.get(f"/api/v1/approvals/{story['id']}/").json()
    assert approval["people"] == 2
    assert {"label": "Title", "before": "", "after": "A bridge"} in approval["changes"]
    assert [each["id"] for each in deciding.get("/api/v1/approvals/").json()] == [story["id"]]
    stale = deciding.post(f"/api/v1/approvals/{story['id']}/approve/", {"version": 7}, format="json")
    assert stale.json()["error"]["code"] == "not_waiting"
    said_yes = deciding.post(f"/api/v1/approvals/{story['id']}/approve/", {"version": 1}, format="json")
    assert said_yes.json()["state"] == "approved"
    changed = writing.put(
        address, {"revision": writing.get(address).json()["revision"], "words": words | {"title": "B"}}, format="json"
    )
    assert (changed.json()["waiting_version"], changed.json()["words"]["title"]) == (2, "B")
    assert Story.objects.get().title == "A bridge"
    assert writing.post(f"{address}withdraw/").json()["waiting_version"] is None
    gone = writing.post(f"{address}retract/", {"reason": "Wrong."}, format="json")
    assert gone.json()["state"] == "retracted"


def test_edit_with_an_old_revision_says_the_same_as_the_page(api_of, curator, words):
    story = StoryFactory.create(revision=3)
    answer = api_of(curator).put(
        f"/api/v1/studio/stories/{story.public_id}/", {"revision": 2, "words": words}, format="json"
    )
    assert answer.status_code == 400
    assert answer.json()["error"]["code"] == "changed_meanwhile"
    assert "Somebody else saved this story" in answer.json()["error"]["message"]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("campaign", MISSING),
        ("picture", MISSING),
        ("places", 0),
        ("language", "xx"),
        ("url", "x" * 2001),
        ("captions", "x"),
    ],
)
def test_create_with_nonsense_names_the_field(api_of, curator, words, field, value):
    answer = api_of(curator).post("/api/v1/studio/stories/", words | {field: value}, format="json")
    assert answer.status_code == 400
    assert field in answer.json()["error"]["fields"]
    assert not Story.objects.exists()


def test_create_with_a_link_that_is_none_is_refused(api_of, curator, words):
    answer = api_of(curator).post("/api/v1/studio/stories/", words | {"url": "javascript:alert(1)"}, format="json")
    assert answer.status_code == 400
    assert "begin with https" in str(answer.json()["error"])


def test_send_back_needs_a_word(api_of, curator, approver):
    story = StoryFactory.create(review=True, author=curator)
    address = f"/api/v1/approvals/{story.public_id}/send-back/"
    assert api_of(approver).post(address, {"version": 1}, format="json").json()["error"]["code"] == "note_missing"
    assert api_of(approver).post(address, {"version": 1, "note": "No."}, format="json").json()["state"] == "draft"


def test_previews_ask_read_and_make(api_of, curator):
    client = api_of(curator)
    refused = client.post("/api/v1/previews/", {"url": "ftp://x"}, format="json")
    assert refused.json()["error"]["code"] == "not_http"
    asked = client.post("/api/v1/previews/", {"url": "https://northwind.example/a"}, format="json")
    assert (asked.status_code, asked.json()["state"]) == (202, "waiting")
    ready = PreviewFactory.create(ready=True, asked_by=curator, picture=PictureFactory.create())
    shown = client.get(f"/api/v1/previews/{ready.public_id}/").json()
    assert shown["picture"] == str(ready.picture.public_id)
    made = client.post(f"/api/v1/previews/{ready.public_id}/story/")
    assert (made.status_code, made.json()["words"]["title"]) == (201, ready.title)


def test_feeds_and_entries(api_of, curator):
    client = api_of(curator)
    made = client.post("/api/v1/feeds/", {"url": "https://news.example/feed.xml"}, format="json")
    feed = Feed.objects.get()
    assert (made.status_code, made.json()["id"]) == (201, str(feed.public_id))
    assert client.post(f"/api/v1/feeds/{feed.public_id}/check/").status_code == 202
    assert client.post(f"/api/v1/feeds/{feed.public_id}/stop/").json()["stopped_at"]
    entry = FeedEntryFactory.create()
    assert [each["id"] for each in client.get("/api/v1/entries/").json()["results"]] == [str(entry.public_id)]
    assert client.post(f"/api/v1/entries/{entry.public_id}/dismiss/").json()["dismissed_at"]
    assert client.post(f"/api/v1/entries/{entry.public_id}/restore/").json()["dismissed_at"] is None
    assert client.post(f"/api/v1/entries/{entry.public_id}/take/").json()["url"] == entry.url


def test_objectives(api_of, curator, leader):
    client = api_of(curator)
    sent = {
        "reason": "visibility",
        "title": "Travellers know",
        "metric": "Aided awareness",
        "unit": "per_cent",
        "baseline": "0",
        "starts_on": "2026-01-01",
    }
    made = client.post("/api/v1/objectives/", sent, format="json").json()
    address = f"/api/v1/objectives/{made['id']}/"
    assert (
        client.post(f"{address}milestones/", {"due_on": "2026-06-01", "value": "30"}, format="json").status_code == 201
    )
    survey = {"on": "2026-03-01", "value": "12.5", "source": "survey"}
    refused = client.post(f"{address}measurements/", survey, format="json")
    assert refused.json()["error"]["code"] == "sample_missing"
    measured = client.post(f"{address}measurements/", survey | {"sample_size": 800}, format="json").json()
    assert measured["measurements"][0]["sample_size"] == 800
    assert client.post(f"{address}campaigns/", {"name": "Nights"}, format="json").json()["slug"] == "nights"
    beyond = client.post("/api/v1/objectives/", sent | {"baseline": "101"}, format="json")
    assert beyond.json()["error"]["code"] == "out_of_range"
    assert api_of(leader).get(address).json()["campaigns"][0]["name"] == "Nights"
    assert api_of(leader).post("/api/v1/objectives/", sent, format="json").status_code == 403
    assert Objective.objects.count() == 1
