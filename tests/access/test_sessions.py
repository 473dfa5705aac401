"""Signing in, being signed in, and no longer."""

import runpy
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as configured
from django.core import mail
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from accounts.models import Person
from tests.access.strangers import EVIL, PASSWORD, leads_away, sign_in, with_password


@pytest.mark.parametrize("target", EVIL)
def test_no_sign_in_leads_to_another_site(employee: Person, target: str) -> None:
    answer = sign_in(with_password(employee), Client(), next=target)
    assert answer.status_code == 302
    assert not leads_away(answer.url)


def test_session_from_before_the_sign_in_is_worth_nothing(employee: Person) -> None:
    client = Client()
    session = client.session
    session["planted"] = "yes"
    session.save()
    client.cookies["sessionid"] = session.session_key
    sign_in(with_password(employee), client)
    assert client.cookies["sessionid"].value != session.session_key
    thief = Client()
    thief.cookies["sessionid"] = session.session_key
    assert thief.get(reverse("settings")).status_code == 302


def test_signing_out_ends_the_session_on_the_server(employee: Person, client_of: Callable[[Person], Client]) -> None:
    client = client_of(employee)
    session = client.cookies["sessionid"].value
    client.post(reverse("account_logout"))
    thief = Client()
    thief.cookies["sessionid"] = session
    assert thief.get(reverse("today")).status_code == 302


def settings_with(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, **environment: str) -> dict[str, Any]:
    for name, value in {"DATA_DIR": str(tmp_path), "SECRET_KEY": "x" * 60, **environment}.items():
        monkeypatch.setenv(name, value)
    return runpy.run_path(str(configured.BASE_DIR / "config" / "settings.py"))


def test_cookies_are_for_https_alone_where_the_site_is(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, settings: Settings, employee: Person
) -> None:
    found = settings_with(monkeypatch, tmp_path, SITE_URL="https://stories.northwind.example", TRUSTED_PROXIES="1")
    for name in ("SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "SECURE_SSL_REDIRECT"):
        assert found[name] is True
        setattr(settings, name, found[name])
    assert found["SECURE_HSTS_SECONDS"] >= 31_536_000
    assert found["SECURE_PROXY_SSL_HEADER"] == ("HTTP_X_FORWARDED_PROTO", "https")
    assert Client().get("/accounts/login/").url.startswith("https://")
    client = Client()
    client.get(reverse("account_login"), secure=True)
    client.post(reverse("account_login"), {"login": with_password(employee).email, "password": PASSWORD}, secure=True)
    for name in ("sessionid", "csrftoken"):
        cookie = client.cookies[name]
        assert (cookie["secure"], cookie["samesite"]) == (True, "Lax")
    assert client.cookies["sessionid"]["httponly"] is True


def test_without_https_no_forwarded_scheme_is_believed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    found = settings_with(monkeypatch, tmp_path, SITE_URL="http://localhost:8000", TRUSTED_PROXIES="0")
    assert found["SECURE_PROXY_SSL_HEADER"] is None
    assert found["DEBUG"] is False


def test_sign_in_is_slowed_down_for_one_network_over_all_addresses(db: None) -> None:
    numbers = iter(range(100))

    def guess() -> Any:
        sent = {"login": f"person.{next(numbers)}@northwind.example", "password": "wrong"}
        return Client().post(reverse("account_login"), sent)

    answers = [guess() for _turn in range(25)]
    assert answers[-1].status_code == 429 or "Too many" in answers[-1].content.decode()


def test_codes_are_not_sent_on_and_on(employee: Person) -> None:
    for _turn in range(30):
        Client().post(reverse("account_request_login_code"), {"email": employee.email})
    assert len(mail.outbox) <= 20
