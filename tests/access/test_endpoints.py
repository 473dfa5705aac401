"""Every endpoint by everybody, with a session and with a key."""

import json
from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import get_resolver, reverse

from accounts.models import ApiToken
from tests.access.endpoints import ENDPOINTS
from tests.access.tables import Line
from tests.access.test_pages import askers, one_of_each, patterns
from tests.access.world import CSRF, NOW, World
from tests.accounts.factories import ApiTokenFactory

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
BY_NAME = {line.name: line for line in ENDPOINTS}


def call(client: Client, line: Line, *, address: str, sent: object, method: str = "", **headers: str) -> HttpResponse:
    """Ask, and undo whatever came of it."""
    body = json.dumps(sent) if sent is not None else ""
    with transaction.atomic():
        answer = client.generic(method or line.method, address, body, content_type="application/json", headers=headers)
        transaction.set_rollback(True)
    return answer


def with_session(world: World, who: str, line: Line) -> HttpResponse:
    address, sent = world.address(line.name, line.about), world.filled(line.sent)
    return call(world.client(who), line, address=address, sent=sent, **{"X-CSRFToken": CSRF})


def with_key(world: World, who: str, line: Line) -> HttpResponse:
    address, sent = world.address(line.name, line.about), world.filled(line.sent)
    key = {"Authorization": f"Bearer {world.keys[who]}"} if who in world.keys else {}
    return call(Client(enforce_csrf_checks=True), line, address=address, sent=sent, **key)


def somewhere(line: Line) -> str:
    return reverse(line.name, args=[part[1:] if part[0] == "=" else uuid4() for part in line.about])


def test_every_endpoint_is_in_the_table() -> None:
    found = {
        (pattern.name, method.upper())
        for pattern in patterns(get_resolver().url_patterns)
        if (pattern.name or "").startswith("api_") and pattern.name != "api_docs"
        for method in ("get", "post", "put", "patch", "delete")
        if hasattr(getattr(pattern.callback, "cls", None), method)
    }
    assert found == {(line.name, line.method) for line in ENDPOINTS}


@pytest.mark.parametrize("asked", [with_session, with_key])
@pytest.mark.parametrize("line", ENDPOINTS, ids=str)
def test_endpoint_answers_everybody_as_the_table_says(
    world: World, line: Line, asked: Callable[[World, str, Line], HttpResponse]
) -> None:
    # A key says who asks as a session does; what he may is decided behind both.
    asking = askers(line) if asked is with_session else one_of_each(line)
    found = {who: asked(world, who, line).status_code for who in asking}
    expected = {who: line.expected(who) for who in found}
    if str(line) in WITHOUT_KEYS and asked is with_key:
        expected = {who: 403 if wanted in {201, 400} else wanted for who, wanted in expected.items()}
    assert {who: got for who, got in found.items() if got != expected[who]} == {}


# A key that got into wrong hands cannot outlive itself, and says nothing in somebody's name.
WITHOUT_KEYS = {"POST api_tokens", "POST api_publication"}


@pytest.mark.parametrize("wrong", ["expired", "revoked", "leaver", "cut", "other secret", "basic", "empty"])
def test_no_endpoint_takes_a_key_that_is_not_good(world: World, settings: object, wrong: str) -> None:
    token: ApiToken = ApiTokenFactory(person=world.people["leaver" if wrong == "leaver" else "administrator"])
    key = f"fh_{token.prefix}_{'s' * 43}"
    if wrong == "expired":
        ApiToken.objects.filter(pk=token.pk).update(expires_at=NOW)
    elif wrong == "revoked":
        ApiToken.objects.filter(pk=token.pk).update(revoked_at=NOW - timedelta(seconds=1))
    key = {"cut": key[:-1], "other secret": key[:-1] + "x", "empty": ""}.get(wrong, key)
    scheme = "Basic" if wrong == "basic" else "Bearer"
    found = {}
    for line in ENDPOINTS:
        # Too many wrong keys are refused by another sentence; each endpoint is asked from a network of its own.
        client = Client(enforce_csrf_checks=True, REMOTE_ADDR=f"192.0.2.{len(found) % 250}")
        answer = call(client, line, address=somewhere(line), sent=None, Authorization=f"{scheme} {key}")
        found[str(line)] = (answer.status_code, answer.headers.get("WWW-Authenticate"))
    assert {line: got for line, got in found.items() if got != (401, "Bearer")} == {}


def test_no_endpoint_takes_a_session_without_the_token_of_our_forms(world: World) -> None:
    changing = [line for line in ENDPOINTS if line.method != "GET"]
    found = {
        str(line): call(world.client("administrator"), line, address=somewhere(line), sent={}).status_code
        for line in changing
    }
    assert {line: got for line, got in found.items() if got != 403} == {}


@pytest.mark.parametrize("method", METHODS)
def test_no_endpoint_answers_another_method(world: World, method: str) -> None:
    known = {line.name for line in ENDPOINTS if line.method == method}
    key = {"Authorization": f"Bearer {world.keys['everything']}"}
    found = {
        name: call(Client(), line, address=somewhere(line), sent=None, method=method, **key).status_code
        for name, line in BY_NAME.items()
        if name not in known
    }
    assert {name: got for name, got in found.items() if got != 405} == {}
