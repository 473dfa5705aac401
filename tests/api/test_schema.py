"""The API's description is whole, and true of real answers."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
import time_machine
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from drf_spectacular.generators import SchemaGenerator
from jsonschema import Draft202012Validator, FormatChecker

from tests.access import world as worlds
from tests.access.endpoints import ENDPOINTS
from tests.access.tables import Line
from tests.access.test_endpoints import with_key
from tests.access.world import World

FORMATS = FormatChecker(formats=["uuid", "date"])
FORMATS.checks("uri")(lambda text: not isinstance(text, str) or ":" in text)


@pytest.fixture(scope="module")
def schema() -> dict[str, Any]:
    return SchemaGenerator().get_schema(request=None, public=True)


@pytest.fixture
def world(db: None, now: datetime) -> Iterator[World]:
    with time_machine.travel(now, tick=False):
        yield worlds.build()


def operations(schema: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {
        f"{method.upper()} {path}": operation
        for path, methods in schema["paths"].items()
        for method, operation in methods.items()
    }


def test_schema_is_written_without_a_warning(tmp_path: Any) -> None:
    call_command("spectacular", "--fail-on-warn", "--validate", "--file", str(tmp_path / "schema.yml"))


def test_every_endpoint_is_described_under_a_name_of_its_own(schema: dict[str, Any]) -> None:
    described = operations(schema)
    names = [operation["operationId"] for operation in described.values()]
    assert len(set(names)) == len(names)
    assert [name for name in names if name.startswith("api_") or name[-1].isdigit()] == []
    assert len(described) == len([line for line in ENDPOINTS if line.name != "api_schema"])


def test_every_key_of_an_answer_is_always_there(schema: dict[str, Any]) -> None:
    answers = {name: said for name, said in schema["components"]["schemas"].items() if not name.endswith("Request")}
    lacking = {name: set(said.get("properties", {})) - set(said.get("required", [])) for name, said in answers.items()}
    assert {name: keys for name, keys in lacking.items() if keys} == {}


# What can only be refused in the world of the tables; the tests beside their rules see what it answers.
ONLY_REFUSED = {
    "POST api_publication",
    "GET api_story_difference",
    "DELETE api_change_in_work",
    "POST api_bring_words_back",
    "POST api_reopen_remark",
    "POST api_restore_step",
    "POST api_restore_topic",
    "POST api_attachments",
    "POST api_policy",
}


def best(line: Line) -> tuple[str, int]:
    """Whoever gets the most from an endpoint, and with what status."""
    for who in ("employee", "curator", "approver", "operations", "leader", "administrator"):
        status = line.expected(who)
        if isinstance(status, int) and status < 300:
            return who, status
    raise AssertionError(f"{line} lets nobody in")


@pytest.mark.django_db
def test_real_answers_are_as_described(world: World, schema: dict[str, Any]) -> None:
    described = operations(schema)
    wrong = {}
    for line in ENDPOINTS:
        if line.name == "api_schema" or str(line) in {"POST api_tokens", *ONLY_REFUSED}:
            continue
        who, status = best(line)
        answer = with_key(world, who, line)
        fitting = [path for path in schema["paths"] if matches(path, answer.wsgi_request.path)]
        path = min(fitting, key=lambda path: path.count("{"))  # a word of the address before a placeholder
        response = described[f"{line.method} {path}"]["responses"].get(str(status))
        if response is None or answer.status_code != status:
            wrong[str(line)] = f"answered {answer.status_code}, and {status} is {'' if response else 'not '}described"
        elif "content" in response:
            said = response["content"]["application/json"]["schema"] | {"components": schema["components"]}
            wrong[str(line)] = [
                error.message for error in Draft202012Validator(said, format_checker=FORMATS).iter_errors(answer.json())
            ]
    assert {line: errors for line, errors in wrong.items() if errors} == {}


def matches(path: str, asked: str) -> bool:
    parts, given = path.split("/"), asked.split("/")
    return len(parts) == len(given) and all(
        part in (found, "") or part[:1] == "{" for part, found in zip(parts, given, strict=True)
    )


@pytest.mark.django_db
def test_docs_work_behind_the_sign_in_with_a_policy_of_their_own(world: World) -> None:
    page = world.client("employee").get(reverse("api_docs"))
    policy = page.headers["Content-Security-Policy"]
    assert "style-src 'self' 'unsafe-inline'" in policy
    assert "script-src 'self';" in policy
    assert "https://" not in page.content.decode()
    assert Client().get(reverse("api_docs")).status_code == 302
    assert Client().get(reverse("api_schema")).status_code == 401
    assert world.client("employee").get(reverse("today")).headers["Content-Security-Policy"].count("unsafe") == 0
