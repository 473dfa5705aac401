"""The calendar, quiet days and many stories at once over the API."""

import pytest
import time_machine

from content.models import BulkAction, QuietDay, Topic
from tests.content.factories import CampaignFactory, QuietDayFactory, StoryFactory

pytestmark = pytest.mark.django_db
STORIES = "/api/v1/studio/stories/"


@pytest.fixture(autouse=True)
def frozen(now):
    with time_machine.travel(now, tick=False):
        yield


@pytest.fixture
def api(api_of, curator):
    return api_of(curator)


def test_calendar_tells_weeks_and_quiet_days(api):
    StoryFactory.create(live=True, title="Here")
    QuietDayFactory.create(reason="Strike")
    body = api.get("/api/v1/studio/calendar/?weeks=2").json()
    assert [week["monday"] for week in body["weeks"]] == ["2026-03-09", "2026-03-16"]
    assert body["weeks"][0]["stories"][0]["title"] == "Here"
    assert body["weeks"][0]["too_much"] == []
    assert body["quiet_days"][0]["reason"] == "Strike"


@pytest.mark.parametrize("query", ["weeks=13", "weeks=0", "first_on=soon"])
def test_calendar_refuses_nonsense(api, query):
    assert api.get(f"/api/v1/studio/calendar/?{query}").status_code == 400


def test_quiet_days_are_added_listed_and_removed(api):
    made = api.post("/api/v1/studio/quiet-days/", {"first_on": "2026-03-20", "reason": "Strike"}, format="json")
    assert (made.status_code, made.json()["last_on"]) == (201, "2026-03-20")
    assert [each["id"] for each in api.get("/api/v1/studio/quiet-days/").json()] == [made.json()["id"]]
    assert api.get("/api/v1/studio/quiet-days/?first_on=2026-04-01").json() == []
    assert api.get("/api/v1/studio/quiet-days/?last_on=x").status_code == 400
    assert api.delete(f"/api/v1/studio/quiet-days/{made.json()['id']}/").status_code == 204
    assert not QuietDay.objects.exists()


def test_quiet_days_refuse_with_the_same_sentence(api):
    sent = {"first_on": "2026-03-20", "last_on": "2026-03-19", "reason": "Strike"}
    refused = api.post("/api/v1/studio/quiet-days/", sent, format="json")
    assert refused.status_code == 400
    assert "The last quiet day lies before the first one." in refused.content.decode()


def test_move_keeps_what_is_left_out(api):
    story = StoryFactory.create()
    sent = {"revision": 0, "expires_at": "2026-04-01T10:00:00Z"}
    answer = api.post(f"{STORIES}{story.public_id}/move/", sent, format="json")
    assert answer.status_code == 200
    goes_live_at = story.goes_live_at
    story.refresh_from_db()
    assert (story.goes_live_at, story.expires_at.isoformat()) == (goes_live_at, "2026-04-01T10:00:00+00:00")
    late = api.post(f"{STORIES}{story.public_id}/move/", {**sent, "expires_at": "2026-01-01T10:00:00Z"}, format="json")
    assert late.status_code == 400


def test_bulk_is_done_read_and_undone(api):
    ready, bare = StoryFactory.create(), StoryFactory.create(campaign=None)
    sent = {"action": "submit", "stories": [str(ready.public_id), str(bare.public_id)]}
    body = api.post(f"{STORIES}bulk/", sent, format="json").json()
    assert [line["story"] for line in body["done"]] == [str(ready.public_id)]
    assert "a campaign" in body["refused"][0]["reason"]
    assert api.get(f"{STORIES}bulk/{body['id']}/").json() == body
    assert api.post(f"{STORIES}bulk/{body['id']}/undo/").json()["undone_at"]
    assert api.post(f"{STORIES}bulk/{body['id']}/undo/").status_code == 400


def test_bulk_gives_campaigns_and_topics(api):
    story, campaign, topic = StoryFactory.create(), CampaignFactory.create(), Topic.objects.create(name="Rails")
    named = {"stories": [str(story.public_id)]}
    api.post(f"{STORIES}bulk/", {**named, "action": "campaign", "campaign": str(campaign.public_id)}, format="json")
    api.post(f"{STORIES}bulk/", {**named, "action": "topic", "topic": str(topic.public_id)}, format="json")
    story.refresh_from_db()
    assert (story.campaign, list(story.topics.all())) == (campaign, [topic])


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"action": "burn", "stories": []},
        {"action": "submit", "stories": ["x"]},
        {"action": "submit", "stories": []},
        {"action": "move", "days": 999, "stories": []},
        {"action": "topic", "stories": [], "topic": "0b1f4f8e-2f7c-4c3a-9d6f-0a1b2c3d4e5f"},
        {"action": "submit", "stories": ["0b1f4f8e-2f7c-4c3a-9d6f-0a1b2c3d4e5f"] * 101},
    ],
)
def test_bulk_refuses_nonsense(api, sent):
    assert api.post(f"{STORIES}bulk/", sent, format="json").status_code == 400
    assert not BulkAction.objects.exists()
