import json
from collections.abc import Callable

import pytest
from django.db import DatabaseError
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from accounts.models import Person
from config import health


def test_healthz_answers_strangers_without_a_word_more(db: None) -> None:
    answer = Client().get("/healthz")
    assert (answer.status_code, answer.json()) == (200, {"database": "answers"})


def test_healthz_says_when_the_database_is_silent(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    class Silent:
        def cursor(self) -> None:
            raise DatabaseError("password=secret")

    monkeypatch.setattr(health, "connection", Silent())
    answer = Client().get("/healthz")
    assert (answer.status_code, answer.json()) == (503, {"database": "silent"})


def test_media_serves_pictures_to_everybody(settings: Settings, db: None) -> None:
    name = f"pictures/{'a' * 64}-small.webp"
    (settings.MEDIA_ROOT / "pictures").mkdir(parents=True)
    (settings.MEDIA_ROOT / name).write_bytes(b"RIFF")
    answer = Client().get(f"/media/{name}")
    assert answer.status_code == 200
    assert b"".join(answer.streaming_content) == b"RIFF"
    assert answer["Content-Type"] == "image/webp"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert "immutable" in answer["Cache-Control"]
    answer.close()


@pytest.mark.parametrize(
    "name",
    [
        "pictures/" + "b" * 64 + ".webp",
        "pictures/../secret",
        "../secret",
        "secret",
        "pictures/" + "a" * 64 + ".svg",
        "pictures/" + "a" * 64 + ".webp/",
        "pictures/%2e%2e/secret",
        "pictures/" + "a" * 64 + ".webp%0a",
    ],
)
def test_media_serves_nothing_else(name: str, settings: Settings, db: None) -> None:
    settings.MEDIA_ROOT.mkdir(parents=True)
    (settings.MEDIA_ROOT / "secret").write_text("x")
    assert Client().get(f"/media/{name}").status_code == 404


def test_api_docs_are_behind_the_door(db: None) -> None:
    assert Client().get(reverse("api_docs")).status_code == 302
    assert Client().get(reverse("api_schema")).status_code == 401


def test_api_docs_come_in_two_parts_without_inline_scripts(
    employee: Person, client_of: Callable[[Person], Client]
) -> None:
    client = client_of(employee)
    page = client.get(reverse("api_docs"))
    text = page.content.decode()
    assert "swagger-ui-bundle" in text
    assert "<script>" not in text
    assert "script-src 'self';" in page["Content-Security-Policy"]
    assert "style-src 'self' 'unsafe-inline'" in page["Content-Security-Policy"]
    script = client.get(reverse("api_docs"), {"script": ""})
    assert script["Content-Type"].startswith("application/javascript")
    assert "SwaggerUIBundle" in script.content.decode()


def test_api_schema_describes_our_keys(employee: Person, client_of: Callable[[Person], Client]) -> None:
    answer = client_of(employee).get(reverse("api_schema"), HTTP_ACCEPT="application/json")
    schema = json.loads(answer.content)
    assert schema["components"]["securitySchemes"]["token"]["scheme"] == "bearer"
    operations = [
        operation["operationId"]
        for path in schema["paths"].values()
        for operation in path.values()
        if "operationId" in operation
    ]
    assert {"tokens_make", "people_invite", "teams_add", "company_change"} <= set(operations)
    assert len(operations) == len(set(operations))
