"""Whatever goes wrong, wherever: one form, one sentence, and nothing of what is inside."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
import time_machine
from django.test import Client
from pytest_django import Settings
from rest_framework.views import APIView

from tests.access import world as worlds
from tests.access.endpoints import ENDPOINTS
from tests.access.test_endpoints import BY_NAME, somewhere
from tests.access.world import World

pytestmark = pytest.mark.django_db
CHANGING = [line for line in ENDPOINTS if line.method != "GET"]
# A key cannot make keys, whatever is sent.
WITH_BODY = [line for line in CHANGING if line.method != "DELETE" and line.sent and line.name != "api_tokens"]
WITH_ID = [line for line in ENDPOINTS if line.about and not line.about[0].startswith("=")]


@pytest.fixture
def world(now: datetime) -> Iterator[World]:
    with time_machine.travel(now, tick=False):
        yield worlds.build()


@pytest.fixture
def key(world: World) -> dict[str, str]:
    """Of somebody who holds every role."""
    return {"Authorization": f"Bearer {world.keys['everything']}"}


def ask(method: str, address: str, *, body: str = "", kind: str = "application/json", **headers: str) -> Any:
    client = Client(raise_request_exception=False)
    # The description alone can come as YAML, and does unless JSON is asked for.
    return client.generic(method, address, body, content_type=kind, headers={"Accept": "application/json", **headers})


def wrong(answer: Any, status: int) -> str:
    """What is not as it should be; empty when all is."""
    if answer.status_code != status:
        return f"answered {answer.status_code}"
    if answer.headers["Content-Type"].partition(";")[0] != "application/json":
        return f"is {answer.headers['Content-Type']}"
    error = answer.json().get("error", {})
    if set(answer.json()) != {"error"} or set(error) != {"code", "message", "fields"}:
        return f"has the keys {sorted(answer.json())}, {sorted(error)}"
    if not error["message"] or not isinstance(error["message"], str) or not isinstance(error["fields"], dict):
        return f"says {error}"
    return ""


def all_right(found: dict[str, str]) -> bool:
    assert {line: said for line, said in found.items() if said} == {}
    return True


def test_400_of_a_body_that_is_not_json(key: dict[str, str]) -> None:
    found = {str(line): wrong(ask(line.method, somewhere(line), body="{", **key), 400) for line in WITH_BODY}
    known = {name: said for name, said in found.items() if said not in {"", "answered 404"}}
    assert known == {}
    assert all_right({str(line): found[str(line)] for line in WITH_BODY if not line.about})


def test_400_of_a_body_that_is_another_thing(key: dict[str, str]) -> None:
    for body in ('"text"', "[]", "7", "null"):
        for line in (line for line in WITH_BODY if not line.about):
            assert wrong(ask(line.method, somewhere(line), body=body, **key), 400) == "", (str(line), body)


def test_401(world: World) -> None:
    assert all_right(
        {str(line): wrong(ask(line.method, somewhere(line), Authorization="Basic x"), 401) for line in ENDPOINTS[:28]}
    )


def test_403(world: World) -> None:
    lines = [line for line in ENDPOINTS if line.others == 403]
    stranger = {"Authorization": f"Bearer {world.keys['outsider']}"}
    assert all_right({str(line): wrong(ask(line.method, somewhere(line), **stranger), 403) for line in lines})


def test_404(key: dict[str, str]) -> None:
    assert wrong(ask("GET", "/api/v1/nowhere/"), 404) == ""
    assert wrong(ask("GET", "/api/v1/stories/not-an-id/"), 404) == ""
    reading = [line for line in WITH_ID if line.method in {"GET", "DELETE"} or not line.sent]
    assert all_right({str(line): wrong(ask(line.method, somewhere(line), **key), 404) for line in reading})


def test_405(key: dict[str, str]) -> None:
    assert all_right({name: wrong(ask("PATCH", somewhere(line), **key), 405) for name, line in BY_NAME.items()})


def test_415(key: dict[str, str]) -> None:
    lines = [line for line in WITH_BODY if not line.about]
    for kind in ("text/plain", "application/x-www-form-urlencoded", "application/xml"):
        answers = {str(line): ask(line.method, somewhere(line), body="a=b", kind=kind, **key) for line in lines}
        assert all_right({name: wrong(answer, 415) for name, answer in answers.items()})


def test_429(key: dict[str, str], settings: Settings) -> None:
    rates = {"person": "1/day", "anonymous": "1/day"}
    settings.REST_FRAMEWORK = {**settings.REST_FRAMEWORK, "DEFAULT_THROTTLE_RATES": rates}
    ask("GET", "/api/v1/me/", **key)
    answers = {str(line): ask(line.method, somewhere(line), **key) for line in ENDPOINTS}
    assert all_right({name: wrong(answer, 429) for name, answer in answers.items()})
    assert {int(answer.headers["Retry-After"]) > 0 for answer in answers.values()} == {True}


def test_500_says_nothing_of_its_cause(key: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(self: APIView, request: object) -> None:
        raise RuntimeError("the secret is at /srv/firsthand")

    monkeypatch.setattr(APIView, "check_permissions", broken)
    answers = {str(line): ask(line.method, somewhere(line), **key) for line in ENDPOINTS}
    assert all_right({name: wrong(answer, 500) for name, answer in answers.items()})
    said = b"".join(answer.content for answer in answers.values())
    assert not any(word in said for word in (b"secret", b"Traceback", b"RuntimeError", b".py"))
