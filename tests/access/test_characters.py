"""Characters that no text has, in every place where somebody can put a text: refused or passed over, and never a break.

A database may refuse what Python holds: PostgreSQL takes no NUL, and no database half of a pair of code units.
"""

import json
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from tests.access.endpoints import ENDPOINTS
from tests.access.tables import PAGES, Line
from tests.access.test_endpoints import call
from tests.access.world import CSRF, World

# What pages and endpoints read from the address, wherever it is read.
ASKED = (
    "q",
    "search",
    "state",
    "room",
    "reason",
    "kind",
    "language",
    "mine",
    "share",
    "aside",
    "after",
    "week",
    "page",
)
TYPED = {
    "answer_conversation": ("text",),
    "hear_conversation": ("text",),
    "bring_feedback": ("text",),
    "answer_feedback": ("text",),
    "link_thread": ("thread_url",),
    "close_conversation": ("outcome",),
    "save_draft": ("words", "networks"),
    "record_share": ("words", "network", "networks"),
    "confirm_share": ("permalink",),
    "save_permalink": ("permalink",),
    "tell_engagement": ("reactions", "reshares", "replies"),
    "decline_story": ("reason",),
    "retract_story": ("reason",),
    "send_back_story": ("note",),
    "approve_story": ("note",),
    "add_remark": ("field", "quote", "text"),
    "studio_topics": ("name",),
    "studio_terms": ("term", "reason"),
    "studio_disclosures": ("region", "text"),
    "studio_rules": ("name", "people"),
    "start_story": ("url",),
    "add_feed": ("url",),
    "demo_sign_in": ("key",),
    "account_login": ("login", "password"),
}
STRANGE = ("\x00", "a\x00b", "\ud800", "\u202e\uffff", "9" * 400)
NAMES = ("nul", "nul inside", "half a pair", "turned round and no character", "very long")


def who_may(line: Line) -> str:
    return next(
        (
            who
            for who in ("employee", "curator", "approver", "operations", "leader", "administrator")
            if line.expected(who) not in {403, 404}
        ),
        "anonymous",
    )


def spoilt(sent: Any, strange: str) -> Any:
    if isinstance(sent, dict):
        return {name: spoilt(value, strange) for name, value in sent.items()}
    if isinstance(sent, list):
        return [spoilt(value, strange) for value in sent]
    return strange if isinstance(sent, str) else sent


def as_sent(value: Any) -> Any:
    """A form cannot carry half of a pair; a browser sends a question mark."""
    return [as_sent(each) for each in value] if isinstance(value, list) else value.encode("utf-8", "replace").decode()


@pytest.mark.parametrize("strange", STRANGE, ids=NAMES)
def test_no_address_breaks_a_page(world: World, strange: str) -> None:
    found = {}
    asked = {name: as_sent(strange) for name in ASKED}
    for line in (line for line in (*PAGES, *ENDPOINTS) if line.method == "GET"):
        client = world.client(who_may(line))
        client.raise_request_exception = False
        with transaction.atomic():
            found[str(line)] = client.get(world.address(line.name, line.about), asked).status_code
            transaction.set_rollback(True)
    assert {line: got for line, got in found.items() if got >= 500} == {}


@pytest.mark.parametrize("strange", STRANGE, ids=NAMES)
def test_no_form_breaks_a_page(world: World, strange: str) -> None:
    found = {}
    for line in (line for line in PAGES if line.method == "POST"):
        sent = {**world.filled(line.sent), **dict.fromkeys(TYPED.get(line.name, ()), strange)}
        sent = {name: as_sent(value) for name, value in spoilt(sent, strange).items()}
        sent |= {name: line.sent[name] for name in ("revision", "version", "form_key") if name in line.sent}
        client = world.client(who_may(line))
        client.raise_request_exception = False
        with transaction.atomic():
            answer = client.post(world.address(line.name, line.about), sent, headers={"X-CSRFToken": CSRF})
            transaction.set_rollback(True)
        found[str(line)] = answer.status_code
    assert {line: got for line, got in found.items() if got >= 500} == {}


@pytest.mark.parametrize("strange", STRANGE, ids=NAMES)
def test_no_body_breaks_an_endpoint(world: World, strange: str) -> None:
    found = {}
    for line in (line for line in ENDPOINTS if isinstance(line.sent, dict) and line.sent):
        for name, value in line.sent.items():
            sent = {**world.filled(line.sent), name: spoilt(value, strange)}
            client = Client(raise_request_exception=False)
            key = {"Authorization": f"Bearer {world.keys[who_may(line)]}"}
            answer = call(client, line, address=world.address(line.name, line.about), sent=sent, **key)
            found[f"{line}: {name}"] = answer.status_code
            assert answer.status_code != 429
    assert json.dumps({line: got for line, got in found.items() if got >= 500}) == "{}"


def test_words_around_a_nul_are_kept(world: World) -> None:
    address = reverse("answer_conversation", args=[world.id_of("conversation")])
    world.client("employee").post(address, {"text": "Folded\x00 ones."}, headers={"X-CSRFToken": CSRF})
    assert world.named("conversation").turns.last().text == "Folded ones."
    found = world.client("employee").get(reverse("library"), {"q": "\x00Forty"})
    assert found.status_code == 200


def test_code_of_a_link_can_be_anything(world: World) -> None:
    for code in ("%00", "a%00bcdefg", "%ED%A0%80", "x" * 5000, "..%2f..%2fetc", "%0d%0aSet-Cookie:a=b"):
        answer = Client(raise_request_exception=False).get(f"/l/{code}")
        assert answer.status_code == 404, code
        assert "Set-Cookie" not in answer.headers
