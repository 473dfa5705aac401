"""What several tests of bad intentions need."""

import json
from typing import Any

from django.test import Client
from django.urls import reverse

from accounts.models import Person
from tests.access.world import CSRF, World

PASSWORD = "a-long-sentence-of-mine-7"
FORM = {"X-CSRFToken": CSRF}
EVIL = ("https://evil.example/", "//evil.example/", "/\\evil.example", "https:evil.example", "javascript:alert(1)")


def send(world: World, who: str, method: str, path: str, **sent: object) -> Any:
    key = {"Authorization": f"Bearer {world.keys[who]}"}
    return Client().generic(method, f"/api/v1/{path}", json.dumps(sent), content_type="application/json", headers=key)


def with_password(person: Person) -> Person:
    person.set_password(PASSWORD)
    person.save(update_fields=["password"])
    person.emailaddress_set.create(email=person.email, verified=True, primary=True)
    return person


def sign_in(person: Person, client: Client, **sent: str) -> Any:
    return client.post(reverse("account_login"), {"login": person.email, "password": PASSWORD, **sent})


def leads_away(address: str) -> bool:
    return not address.startswith("/") or address.startswith(("//", "/\\"))
