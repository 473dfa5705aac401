"""Too often is too often, whichever way somebody comes."""

from collections.abc import Callable
from typing import Any

from django.test import Client
from django.urls import reverse

from tests.access.strangers import FORM, send
from tests.access.world import World


def statuses(times: int, once: Callable[[], Any]) -> list[int]:
    return sorted({once().status_code for _time in range(times)})


def test_previews_are_limited_on_page_and_api_together(world: World) -> None:
    client = world.client("curator")
    for number in range(60):
        client.post(reverse("start_story"), {"url": f"https://a.example/{number}"}, headers=FORM)
    assert client.post(reverse("start_story"), {"url": "https://a.example/x"}, headers=FORM).status_code == 429
    assert send(world, "curator", "POST", "previews/", url="https://a.example/y").status_code == 429


def test_telling_is_limited_on_page_and_api_together(world: World) -> None:
    tell = {"channel": "in_person", "their_words": "Good."}
    assert statuses(120, lambda: send(world, "employee", "POST", "conversations/", **tell)) == [201]
    assert send(world, "employee", "POST", "conversations/", **tell).status_code == 429
    assert send(world, "employee", "GET", "conversations/").status_code == 200
    page = world.client("employee").post(
        reverse("tell_conversation"), tell | {"form_key": world.id_of("claim")}, headers=FORM
    )
    assert page.status_code == 429


def test_publishing_is_limited_on_page_and_api_together(world: World) -> None:
    client, share = world.client("employee"), world.id_of("ready")
    told = {"connection": world.id_of("connection"), "text": "Not what was shown."}

    def press() -> Any:
        at = reverse("api_publication", args=[share])
        return client.post(at, told, content_type="application/json", headers=FORM)

    assert statuses(60, press) == [400]
    assert press().status_code == 429
    assert client.post(reverse("publish_share", args=[share]), {"text": "x"}, headers=FORM).status_code == 429


def test_connecting_is_limited(world: World) -> None:
    client, at = world.client("employee"), reverse("connect_account", args=["mastodon"])
    assert statuses(20, lambda: client.post(at, {"home": "nonsense"}, headers=FORM)) == [422]
    assert client.post(at, {"home": "nonsense"}, headers=FORM).status_code == 429


def test_api_is_limited_for_each_person(world: World) -> None:
    assert statuses(600, lambda: send(world, "employee", "GET", "me/followers/")) == [200]
    assert send(world, "employee", "GET", "me/followers/").status_code == 429
    assert send(world, "outsider", "GET", "me/followers/").status_code == 200


def test_keys_are_not_guessed_on_and_on(world: World) -> None:
    wrong = {"Authorization": f"Bearer fh_abcdefgh_{'x' * 43}"}
    assert statuses(30, lambda: Client().get("/api/v1/me/", headers=wrong)) == [401]
    assert Client().get("/api/v1/me/", headers=wrong).status_code == 429
