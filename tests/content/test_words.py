"""The manuscript over the API: every field goes in and comes back."""

from dataclasses import fields
from datetime import UTC, datetime

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from accounts.roles import Role
from content import manuscripts
from content.api.words import ManuscriptFields
from content.manuscripts import Audience, EvidenceLine, Manuscript
from content.models import Story
from tests.accounts.factories import RoleGrantFactory, TeamFactory
from tests.content.factories import (
    AttachmentFactory,
    CampaignFactory,
    IdeaFactory,
    PictureFactory,
    StoryFactory,
    TopicFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def frozen(now):
    with time_machine.travel(now, tick=False):
        yield


@pytest.fixture
def curator(company):
    return RoleGrantFactory.create(role=Role.CURATOR).person


@pytest.fixture
def visitor(curator):
    client = Client()
    client.force_login(curator)
    return client


def every_word():
    topic = str(TopicFactory.create().public_id)
    return {
        "kind": "event",
        "url": "https://northwind.example/evening",
        "title": "An evening with the lights off",
        "summary": "The relays are loud.",
        "body": "**Bring** a question.",
        "site_name": "Northwind",
        "language": "de",
        "minutes": 2,
        "value_reader": "see it.",
        "value_employee": "show it.",
        "value_company": "explains it.",
        "picture": str(PictureFactory.create().public_id),
        "picture_alt": "A signal.",
        "attachment": None,
        "attachment_text": "",
        "place": "Askeby signal box",
        "event_starts_at": "2026-03-25T17:00:00Z",
        "event_ends_at": "2026-03-25T20:00:00Z",
        "deadline_at": "2026-03-24T20:00:00Z",
        "offer_code": "LIGHT",
        "offer_stock": 30,
        "campaign": str(CampaignFactory.create().public_id),
        "places": 8,
        "places_per_day": 2,
        "claim_days": 5,
        "goes_live_at": "2026-03-12T08:00:00Z",
        "expires_at": "2026-03-25T17:00:00Z",
        "prompts": ["What did you hear?"],
        "captions": [{"network": "linkedin", "language": "en", "text": "Loud relays."}],
        "audience": [
            {"team": str(TeamFactory.create().public_id), "region": "North", "language": "de", "topic": None},
            {"team": None, "region": "", "language": "", "topic": topic},
        ],
        "topics": [topic],
        "evidence": [
            {"statement": "80 relays", "source": "Register, sheet 4", "url": "", "holds_until": "2026-06-30"},
            {"statement": "Built 1931", "source": "Archive", "url": "https://a.example/x", "holds_until": None},
        ],
    }


def test_every_field_of_the_manuscript_is_named():
    assert set(ManuscriptFields().fields) == {field.name for field in fields(Manuscript)}


def test_every_word_goes_in_and_comes_back(visitor):
    sent = every_word()
    made = visitor.post(reverse("api_studio_stories"), sent, content_type="application/json")
    assert made.status_code == 201, made.content
    said = made.json()["words"]
    moments = ("event_starts_at", "event_ends_at", "deadline_at", "goes_live_at", "expires_at")
    for name in moments:
        assert datetime.fromisoformat(said[name]) == datetime.fromisoformat(sent[name])
    assert {name: said[name] for name in sent if name not in moments} == {
        name: value for name, value in sent.items() if name not in moments
    }
    words = manuscripts.of_story(story=Story.objects.get())
    assert words.evidence[0] == EvidenceLine("80 relays", "Register, sheet 4", "", "2026-06-30")
    assert words.audience[1] == Audience(topic=sent["topics"][0])


def test_what_is_not_sent_of_a_kind_stays(visitor, curator):
    story = StoryFactory.create(
        author=curator, kind="offer", offer_code="LEARN25", deadline_at=datetime(2026, 4, 1, tzinfo=UTC)
    )
    story.topics.add(TopicFactory.create())
    path = reverse("api_studio_story", args=[story.public_id])
    answer = visitor.put(path, {"revision": 0, "words": {"title": "New"}}, content_type="application/json")
    assert answer.status_code == 200, answer.content
    said = answer.json()["words"]
    assert (said["title"], said["kind"], said["offer_code"], len(said["topics"])) == ("New", "offer", "LEARN25", 1)
    assert said["url"] == ""


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"body": "a" * 50_000}, "body"),
        ({"body": "[a](https://a.example) " * 90}, "body"),
        ({"kind": "poem"}, "kind"),
        ({"attachment": "0b1f4f8e-2f7c-4c3a-9d6f-0a1b2c3d4e5f"}, "attachment"),
        ({"topics": ["0b1f4f8e-2f7c-4c3a-9d6f-0a1b2c3d4e5f"]}, "topics"),
        ({"audience": [{"topic": "0b1f4f8e-2f7c-4c3a-9d6f-0a1b2c3d4e5f"}]}, "audience.0.topic"),
        ({"event_starts_at": "2026-04-02T10:00Z", "event_ends_at": "2026-04-02T09:00Z"}, "event_ends_at"),
        ({"offer_stock": 0}, "offer_stock"),
        ({"evidence": [{"statement": "x", "source": "y", "url": "javascript:alert(1)"}]}, "evidence.0.url"),
    ],
)
def test_what_makes_no_sense_is_refused_by_its_field(visitor, wrong, field):
    answer = visitor.post(reverse("api_studio_stories"), wrong, content_type="application/json")
    assert answer.status_code == 400
    assert field in answer.json()["error"]["fields"]
    assert not Story.objects.exists()


def test_a_file_belongs_to_a_story_of_its_kind(visitor, curator):
    file = str(AttachmentFactory.create(added_by=curator).public_id)
    for kind, status in (("document", 201), ("video", 400), ("link", 400)):
        sent = {"kind": kind, "attachment": file}
        answer = visitor.post(reverse("api_studio_stories"), sent, content_type="application/json")
        assert answer.status_code == status, answer.content


def test_beginnings_over_the_api(visitor, curator):
    story = StoryFactory.create(author=curator, live=True)
    written = visitor.post(reverse("api_write_story"), {"kind": "job"}, content_type="application/json").json()
    assert written["words"]["kind"] == "job"
    path = reverse("api_translate_story", args=[story.public_id])
    sibling = visitor.post(path, {"language": "de"}, content_type="application/json").json()
    assert (sibling["translation_of"], sibling["words"]["language"]) == (str(story.public_id), "de")
    same = visitor.post(path, {"language": "en"}, content_type="application/json")
    assert same.json()["error"]["code"] == "same_language"
    kept = visitor.post(
        reverse("api_templates"), {"story": str(story.public_id), "name": "Weekly"}, content_type="application/json"
    ).json()
    assert [each["name"] for each in visitor.get(reverse("api_templates")).json()["results"]] == ["Weekly"]
    begun = visitor.post(reverse("api_template", args=[kept["id"]]))
    assert begun.json()["words"]["title"] == story.title
    assert visitor.delete(reverse("api_template", args=[kept["id"]])).status_code == 200
    assert visitor.get(reverse("api_templates")).json()["count"] == 0
    assert visitor.post(reverse("api_restore_template", args=[kept["id"]])).status_code == 200
    assert visitor.get(reverse("api_templates")).json()["count"] == 1


def test_ideas_over_the_api(visitor, monkeypatch):
    monkeypatch.setattr("content.api.ideas.read_waiting_previews.delay_on_commit", lambda: None)
    proposed = visitor.post(reverse("api_ideas"), {"text": "The plough."}, content_type="application/json")
    assert proposed.status_code == 201
    assert visitor.get(reverse("api_ideas")).json()["results"] == [proposed.json()]
    refused = visitor.post(reverse("api_ideas"), {"text": " "}, content_type="application/json")
    assert refused.json()["error"]["fields"]["text"]
    linked = IdeaFactory.create(url="https://northwind.example/x")
    assert visitor.get(reverse("api_studio_ideas")).json()["count"] == 2
    taken = visitor.post(reverse("api_take_idea", args=[linked.public_id])).json()
    assert (taken["state"], taken["story"]) == ("taken", None)
    assert taken["preview"]
    path = reverse("api_answer_idea", args=[linked.public_id])
    late = visitor.post(path, {"answer": "No."}, content_type="application/json")
    assert (late.status_code, late.json()["error"]["code"]) == (400, "already_decided")
