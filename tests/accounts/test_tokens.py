import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from rest_framework.test import APIClient

from accounts import tokens
from accounts.models import ApiToken, AuditEntry, Person


def bearer(key: str) -> dict[str, str]:
    return {"HTTP_AUTHORIZATION": f"Bearer {key}"}


def test_make_keeps_a_digest_only(employee: Person, now: datetime) -> None:
    token, key = tokens.make(person=employee, name="Sheet", days=30, now=now)
    assert re.fullmatch(r"fh_[0-9a-f]{8}_[\w-]{43}", key)
    assert key not in str(ApiToken.objects.filter(pk=token.pk).values())
    assert token.digest == tokens.digest(key)
    assert token.expires_at == now + timedelta(days=30)
    assert AuditEntry.objects.filter(action="tokens.make", by=employee).exists()


@pytest.mark.parametrize(("name", "days"), [("", 30), ("x" * 81, 30), ("Sheet", 0), ("Sheet", 367)])
def test_make_refuses_nonsense(name: str, days: int, employee: Person, now: datetime) -> None:
    with pytest.raises(ValidationError):
        tokens.make(person=employee, name=name, days=days, now=now)


def test_make_stops_at_twenty(employee: Person, now: datetime) -> None:
    for number in range(tokens.MOST_TOKENS):
        tokens.make(person=employee, name=f"Key {number}", days=1, now=now)
    with pytest.raises(tokens.TooManyTokens):
        tokens.make(person=employee, name="One more", days=1, now=now)
    tokens.make(person=employee, name="Later", days=1, now=now + timedelta(days=2))


def test_use_finds_the_person_and_notes_it_once_a_minute(employee: Person, now: datetime) -> None:
    token, key = tokens.make(person=employee, name="Sheet", days=30, now=now)
    for seconds in (0, 59, 60, 90):
        found = tokens.use(key=key, now=now + timedelta(seconds=seconds))
        assert found is not None
        assert found.person == employee
    token.refresh_from_db()
    assert token.last_used_at == now + timedelta(seconds=60)


def test_use_refuses_what_is_not_good(employee: Person, leaver: Person, now: datetime) -> None:
    token, key = tokens.make(person=employee, name="Sheet", days=30, now=now)
    _gone, other = tokens.make(person=leaver, name="Old", days=30, now=now)
    assert tokens.use(key=other, now=now) is None
    for wrong in (
        "",
        "fh_",
        key[:-1],
        key + "x",
        key[:-1] + ("a" if key[-1] != "a" else "b"),
        "fh_00000000_" + "a" * 43,
    ):
        assert tokens.use(key=wrong, now=now) is None
    assert tokens.use(key=key, now=now + timedelta(days=30)) is None
    tokens.revoke(token=token, by=employee, now=now)
    tokens.revoke(token=token, by=employee, now=now)
    assert tokens.use(key=key, now=now) is None
    assert AuditEntry.objects.filter(action="tokens.revoke").count() == 1


def test_endpoint_opens_with_a_key(employee: Person) -> None:
    _token, key = tokens.make(person=employee, name="Sheet", days=30, now=timezone.now())
    answer = APIClient().get(reverse("api_me"), **bearer(key))
    assert answer.status_code == 200
    assert answer.json()["email"] == employee.email


@pytest.mark.parametrize("key", ["", "nonsense", "fh_00000000_" + "a" * 43, "\xff"])
def test_endpoint_refuses_a_wrong_key_in_one_form(key: str, company: object) -> None:
    answer = APIClient().get(reverse("api_me"), HTTP_AUTHORIZATION=f"Bearer {key}")
    assert answer.status_code == 401
    assert answer["WWW-Authenticate"] == "Bearer"
    assert answer.json()["error"]["code"] == "authentication_failed"


def test_endpoint_slows_down_who_guesses(company: object) -> None:
    client = APIClient()
    answers = [client.get(reverse("api_me"), **bearer("guess")) for _turn in range(tokens.REFUSALS.limit + 2)]
    assert answers[0].status_code == 401
    assert 429 in {answer.status_code for answer in answers}


def test_a_key_cannot_make_keys(employee: Person) -> None:
    _token, key = tokens.make(person=employee, name="Sheet", days=30, now=timezone.now())
    answer = APIClient().post(reverse("api_tokens"), {"name": "More"}, format="json", **bearer(key))
    assert answer.status_code == 403
    assert ApiToken.objects.count() == 1


def test_endpoint_makes_and_revokes(employee: Person, api_of: Callable[[Person], APIClient]) -> None:
    client = api_of(employee)
    made = client.post(reverse("api_tokens"), {"name": "Sheet", "days": 7}, format="json")
    assert made.status_code == 201
    assert APIClient().get(reverse("api_me"), **bearer(made.json()["key"])).status_code == 200
    assert "key" not in client.get(reverse("api_tokens")).json()[0]
    assert client.delete(reverse("api_token", args=[made.json()["id"]])).status_code == 204
    assert client.get(reverse("api_tokens")).json() == []


def test_page_shows_a_key_once(employee: Person, client_of: Callable[[Person], object]) -> None:
    client = client_of(employee)
    answer = client.post(reverse("tokens"), {"name": "Sheet", "days": "30"})  # type: ignore[attr-defined]
    assert re.search(r"fh_[0-9a-f]{8}_[\w-]{43}", answer.content.decode())
    assert "no-store" in answer["Cache-Control"]
    again = client.get(reverse("tokens")).content.decode()  # type: ignore[attr-defined]
    assert not re.search(r"fh_[0-9a-f]{8}_[\w-]{43}", again)
    assert "Sheet" in again
