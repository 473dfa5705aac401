"""A story's whole way over the API with keys alone; and what the rules refuse, in the same words as on the pages."""

import json
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from html import unescape
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from pytest_django import Settings
from pytest_httpserver import HTTPServer

from accounts import tokens
from accounts.models import Person
from advocacy import tasks as advocacy_tasks
from advocacy.clicks import redirect
from advocacy.models import Availability, Claim
from content import tasks as content_tasks
from leaderboard import tasks as leaderboard_tasks
from tests.accounts.factories import BrandAccountFactory, BrandFollowersFactory
from tests.advocacy.factories import ClaimFactory, ReadingFactory
from tests.content.factories import AudienceRuleFactory, StoryFactory

pytestmark = pytest.mark.django_db
PAGE = """<!doctype html><html lang="en"><head><title>Forty-one hours to change a bridge</title>
<meta name="description" content="The night crew lifted out a span from 1894."></head>
<body><article><p>{words}</p></article></body></html>"""
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
WORDS = "I stood on the platform when the first train rolled over the new span, and nobody said a word."


@pytest.fixture(autouse=True)
def clock(now: datetime) -> Iterator[time_machine.Traveller]:
    with time_machine.travel(now, tick=False) as traveller:
        yield traveller


class Api:
    """What one person can do with a key."""

    def __init__(self, person: Person, now: datetime) -> None:
        _token, key = tokens.make(person=person, name="Path", days=30, now=now)
        self.headers = {"Authorization": f"Bearer {key}"}

    def __call__(self, method: str, path: str, wanted: int = 200, **sent: object) -> Any:
        answer = Client().generic(
            method, f"/api/v1/{path}", json.dumps(sent), content_type="application/json", headers=self.headers
        )
        assert answer.status_code == wanted, f"{method} {path}: {answer.status_code} {answer.content.decode()[:500]}"
        return answer.json() if answer.content else None


@pytest.fixture
def api(now: datetime) -> Callable[[Person], Api]:
    return lambda person: Api(person, now)


def visit(link: str, now: datetime) -> str:
    """Follow a short link as a browser does, through what stands in front of Django."""
    environ = {"REQUEST_METHOD": "GET", "PATH_INFO": f"/l/{link.rsplit('/', 1)[1]}", "REMOTE_ADDR": "192.0.2.7"}
    answer = redirect.of_process().answer(environ | {"HTTP_USER_AGENT": FIREFOX}, now=now.timestamp())
    assert answer is not None
    assert answer.status == "302 Found"
    return dict(answer.headers)["Location"]


def test_story_goes_all_the_way(
    api: Callable[[Person], Api],
    clock: time_machine.Traveller,
    now: datetime,
    settings: Settings,
    httpserver: HTTPServer,
    curator: Person,
    approver: Person,
    employee: Person,
    operations: Person,
    leader: Person,
) -> None:
    settings.OUTBOUND_ALLOWED = [f"{httpserver.host}:{httpserver.port}"]
    httpserver.expect_request("/bridge").respond_with_data(
        PAGE.format(words="word " * 700), content_type="text/html; charset=utf-8"
    )
    BrandFollowersFactory(account=BrandAccountFactory(), followers=10_000)
    writes, decides, tells, listens, asks = (
        api(person) for person in (curator, approver, employee, operations, leader)
    )

    # An objective and its campaign, a page that becomes a story, and all that it lacks.
    objective = writes(
        "POST", "objectives/", 201, reason="visibility", title="Known on the line", metric="Aided awareness",
        unit="per_cent", baseline="10", starts_on="2026-02-01",
    )  # fmt: skip
    writes("POST", f"objectives/{objective['id']}/milestones/", 201, due_on="2026-03-01", value="20")
    writes(
        "POST", f"objectives/{objective['id']}/measurements/", 201,
        on="2026-03-02", value="31", source="survey", sample_size=1000,
    )  # fmt: skip
    campaign = writes("POST", f"objectives/{objective['id']}/campaigns/", 201, name="Spring")
    preview = writes("POST", "previews/", 202, url=httpserver.url_for("/bridge"))
    assert preview["state"] == "waiting"
    assert content_tasks.read_waiting_previews() == 1
    assert writes("GET", f"previews/{preview['id']}/")["title"] == "Forty-one hours to change a bridge"
    story = writes("POST", f"previews/{preview['id']}/story/", 201)
    assert "a caption" in story["missing"]
    refused = writes("POST", f"studio/stories/{story['id']}/submit/", 400)
    assert refused["error"]["message"].startswith("Still missing")
    words = story["words"] | {
        "value_reader": "learn what a closed weekend buys them.",
        "value_employee": "get to show the work of your own crew.",
        "value_company": "explains the spring closures.",
        "campaign": campaign["id"],
        "captions": [{"network": "linkedin", "language": "en", "text": "Two years of planning, one quiet weekend."}],
        "audience": [{"team": None, "region": "", "language": ""}],
        "places": 5,
    }
    story = writes("PUT", f"studio/stories/{story['id']}/", revision=story["revision"], words=words)
    assert story["missing"] == []
    story = writes("POST", f"studio/stories/{story['id']}/submit/")

    # Nothing goes out before a second person says yes, and then at the next sweep.
    assert tells("GET", "stories/")["results"] == []
    assert [waiting["id"] for waiting in decides("GET", "approvals/")] == [story["id"]]
    decides("POST", f"approvals/{story['id']}/approve/", version=story["version"])
    assert content_tasks.turn_stories() == 1
    advocacy_tasks.open_places()

    # Read, claim, write, post.
    assert [queued["story"]["id"] for queued in tells("GET", "today/")["stories"]] == [story["id"]]
    shown = tells("GET", f"stories/{story['id']}/")
    assert (shown["places_left"], shown["read_at"]) == (5, None)
    assert tells("POST", f"stories/{story['id']}/claim/", 400)["error"]["message"].startswith("Read it first")
    clock.shift(timedelta(seconds=20))
    assert tells("POST", f"stories/{story['id']}/dwell/", seconds=15)["is_read"]
    claim = tells("POST", f"stories/{story['id']}/claim/", 201)
    desk = tells("PUT", f"claims/{claim['id']}/draft/", words=WORDS, networks=["linkedin"], revision=0)
    assert (desk["revision"], desk["verdict"]) == (1, "own")
    share = tells("POST", f"claims/{claim['id']}/shares/", 201, network="linkedin", words=WORDS)
    assert share["text"].startswith("I work at Northwind Rail.")
    permalink = "https://www.linkedin.com/feed/update/urn:li:activity:7123456789012345678/"
    assert tells("POST", f"shares/{share['id']}/posted/", permalink=permalink)["state"] == "posted"

    # Clicked, counted, answered.
    clock.shift(timedelta(minutes=5))
    target = visit(share["link"], now + timedelta(minutes=5))
    assert target.startswith(httpserver.url_for("/bridge"))
    assert "adv_cid=" in target
    assert advocacy_tasks.drain_clicks() == 1
    figures = tells("GET", f"shares/{share['id']}/")["clicks"]
    assert figures == {"human": 1, "suspect": 0, "robot": 0, "visitors": 1}
    talk = tells("POST", "conversations/", 201, share=share["id"], their_words="Does the sleeper take bicycles?")
    talk = tells("POST", f"conversations/{talk['id']}/answer/", text="Folded ones, for now.")
    assert (talk["state"], talk["evidence"]) == ("answered", "told")
    brought = tells("POST", f"conversations/{talk['id']}/feedback/", 201, text="They ask for bicycle places.")
    assert listens("GET", "feedback/")["results"][0]["id"] == brought["id"]
    listens("POST", f"feedback/{brought['id']}/answer/", text="We try it in June.")
    assert tells("GET", "notifications/")["results"][0]["text"] == "We try it in June."

    # The board moves, and the leader sees what came of it.
    tells("POST", "standings/choose/", choice="named")
    assert leaderboard_tasks.settle_points() > 0
    standing = tells("GET", "standings/")
    assert (standing["rank"], standing["top"][0]["name"]) == (1, "Marta Lindqvist")
    earned = {line["act"]: line["points"] for line in tells("GET", "points/")["lines"]}
    assert sum(earned.values()) == standing["points"] > 0
    report = asks("GET", "report/")
    assert (report["talks"]["told"], report["clicks"]["human"], report["sharers"]["people"]) == (1, 1, 1)
    assert report["article"]["ratio"] == 3.5
    assert report["verdicts"][0]["value"] == 31.0


# -- the same sentences --------------------------------------------------------------------------------------------


def refused_full(employee: Person) -> Any:
    story = StoryFactory(live=True, places=1)
    ClaimFactory(story=story)
    ReadingFactory(person=employee, story=story)
    return story


def refused_expired(employee: Person) -> Any:
    story = StoryFactory(ended=True)
    ReadingFactory(person=employee, story=story)
    return story


def refused_retracted(employee: Person) -> Any:
    story = StoryFactory(retracted=True)
    ReadingFactory(person=employee, story=story)
    return story


def refused_unread(employee: Person) -> Any:
    return StoryFactory(live=True)


@pytest.mark.parametrize(
    ("laid", "sentence"),
    [
        (refused_full, "All places are taken."),
        (refused_expired, "This story is over."),
        (refused_retracted, "This story was taken back."),
        (refused_unread, "Read it first"),
    ],
)
@pytest.mark.parametrize("language", ["en", "de"])
def test_claim_is_refused_in_the_same_words(
    api: Callable[[Person], Api],
    client_of: Callable[[Person], Client],
    employee: Person,
    laid: Callable[[Person], Any],
    sentence: str,
    language: str,
) -> None:
    Person.objects.filter(pk=employee.pk).update(language=language)
    employee.refresh_from_db()
    story = laid(employee)
    page = client_of(employee).post(reverse("take_claim", args=[story.public_id]))
    said = api(employee)("POST", f"stories/{story.public_id}/claim/", 400)["error"]["message"]
    assert page.status_code == 422
    assert said in unescape(page.content.decode())
    assert said.startswith(sentence) or language == "de"
    assert not Claim.objects.filter(person=employee).exists()


def test_foreign_story_does_not_exist_in_either(
    api: Callable[[Person], Api], client_of: Callable[[Person], Client], employee: Person, other_team: Any
) -> None:
    story = StoryFactory(live=True, everybody=False)
    AudienceRuleFactory(story=story, team=other_team)
    assert client_of(employee).post(reverse("take_claim", args=[story.public_id])).status_code == 404
    for method, path in (("GET", ""), ("POST", "claim/"), ("POST", "read-at-source/"), ("POST", "decline/")):
        api(employee)(method, f"stories/{story.public_id}/{path}", 404)
    assert not Availability.objects.filter(taken__gt=0).exists()


@pytest.mark.parametrize(("words", "sentence"), [("", "The box is empty."), ("word " * 700, "too many for LinkedIn")])
def test_share_is_refused_in_the_same_words(
    api: Callable[[Person], Api],
    client_of: Callable[[Person], Client],
    employee: Person,
    words: str,
    sentence: str,
) -> None:
    story = StoryFactory(live=True)
    ReadingFactory(person=employee, story=story)
    claim = ClaimFactory(person=employee, story=story)
    written = {"words": words, "networks": ["linkedin"], "revision": "0", "keeps_disclosure": "1"}
    page = client_of(employee).post(reverse("record_share", args=[claim.public_id]), written)
    refusal = api(employee)("POST", f"claims/{claim.public_id}/shares/", 400, words=words, network="linkedin")
    assert page.status_code == 422
    assert refusal["error"]["message"] in unescape(page.content.decode())
    assert sentence in refusal["error"]["message"]
