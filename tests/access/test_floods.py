"""More than anybody would write: refused in a sentence, and quickly; nothing of it is kept."""

import json
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from content.models import Story
from tests.access.strangers import FORM, send
from tests.access.world import World

ENDS_OF_TIME = ("9999-12-31T23:59:59Z", "9999-12-31T00:00:00Z", "0001-01-01T00:00:00Z", "1989-12-31T23:00:00Z")
MOMENTS = ("goes_live_at", "expires_at", "event_starts_at", "event_ends_at", "deadline_at")


def written(world: World, **words: Any) -> Any:
    draft = world.named("draft")
    return send(world, "curator", "PUT", f"studio/stories/{draft.public_id}/", revision=0, words=words)


@pytest.mark.parametrize(
    ("name", "line", "most"),
    [
        ("captions", {"network": "linkedin", "language": "en", "text": "Quiet."}, 20),
        ("audience", {"team": "@team", "region": "North"}, 30),
        ("evidence", {"statement": "Forty-one hours.", "source": "The works diary"}, 20),
    ],
)
def test_api_takes_as_many_lines_as_the_page(world: World, name: str, line: dict[str, str], most: int) -> None:
    refused = written(world, **{name: [world.filled(line)] * (most + 1)})
    assert refused.status_code == 400
    assert refused.json()["error"]["fields"] == {f"words.{name}": [f"At most {most} lines. Take one away."]}
    assert Story.objects.get(pk=world.named("draft").pk).revision == 0
    assert written(world, **{name: [world.filled(line)] * most}).status_code == 200


@pytest.mark.parametrize("name", MOMENTS)
@pytest.mark.parametrize("moment", ENDS_OF_TIME)
def test_api_takes_no_moment_that_a_page_cannot_say(world: World, name: str, moment: str) -> None:
    refused = written(world, kind="event" if name.startswith("event") else "offer", **{name: moment})
    assert refused.json()["error"]["fields"] == {f"words.{name}": ["Choose a day between 1990 and 2099."]}


@pytest.mark.parametrize("moment", ["9999-12-31T23:59", "0001-01-01T00:00"])
def test_editor_takes_no_moment_that_it_cannot_say(world: World, moment: str) -> None:
    draft, client = world.named("draft"), world.client("curator")
    for verb, status in (("edit_story", 422), ("keep_story", 200)):
        sent = {"seen": "0", "title": "Kept", "language": "en", "goes_live_at": moment, "expires_at": moment}
        answer = client.post(reverse(verb, args=[draft.public_id]), sent, headers=FORM)
        assert answer.status_code == status
    # What could be read is kept, and the page still opens.
    after = Story.objects.get(pk=draft.pk)
    assert (after.title, after.expires_at) == ("Kept", draft.expires_at)
    assert client.get(reverse("edit_story", args=[draft.public_id])).status_code == 200


def test_endpoints_refuse_what_is_nested_without_end(world: World) -> None:
    deep = "[" * 100_000 + "]" * 100_000
    client = Client(raise_request_exception=False)
    key = {"Authorization": f"Bearer {world.keys['curator']}"}
    for path in ("studio/stories/", "searches/", "ideas/", "studio/stories/bulk/", "attachments/"):
        for body in (deep, f'{{"words": {deep}}}', '{"a":' * 50_000 + "1" + "}" * 50_000):
            answer = client.post(f"/api/v1/{path}", body, content_type="application/json", headers=key)
            assert answer.status_code == 400, path
            assert json.loads(answer.content)["error"]["message"] == "This is nested too deeply to be read."


def test_long_searches_are_answered(world: World) -> None:
    client = world.client("curator")
    for words in ("bridge " * 1500, "x" * 10_000, "\"'*:()&|!<->" * 900, "ß" * 5000, "a* NOT b OR NEAR(c"):
        assert client.get(reverse("library"), {"q": words}).status_code == 200
        assert client.get(reverse("stories"), {"q": words}).status_code == 200
