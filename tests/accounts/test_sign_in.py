"""The way in: codes and passwords by allauth, company domains by us."""

import re

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from accounts.models import CompanySettings, Person

PASSWORD = "a-long-sentence-of-mine-7"


def code_from(message: mail.EmailMessage) -> str:
    match = re.search(r"^\s*([A-Z0-9]{3,4}-?[A-Z0-9]{3,4})\s*$", str(message.body), re.MULTILINE)
    assert match, message.body
    return match[1]


def ask_for_code(client: Client, email: str) -> object:
    return client.post(reverse("account_request_login_code"), {"email": email})


def test_code_lets_somebody_in(employee: Person) -> None:
    client = Client()
    answer = ask_for_code(client, employee.email)
    assert answer.url == reverse("account_confirm_login_code")  # type: ignore[attr-defined]
    assert len(mail.outbox) == 1
    answer = client.post(reverse("account_confirm_login_code"), {"code": code_from(mail.outbox[0])})
    assert answer.url == "/"  # type: ignore[attr-defined]
    assert client.get(reverse("settings")).status_code == 200


def test_wrong_code_lets_nobody_in(employee: Person) -> None:
    client = Client()
    ask_for_code(client, employee.email)
    client.post(reverse("account_confirm_login_code"), {"code": "WRNG-CODE"})
    assert client.get(reverse("settings")).status_code == 302


def test_unknown_address_looks_like_a_known_one(employee: Person) -> None:
    known, unknown = (ask_for_code(Client(), email) for email in (employee.email, "nobody@elsewhere.example"))
    assert (known.status_code, known.url) == (unknown.status_code, unknown.url)  # type: ignore[attr-defined]


def test_password_lets_somebody_in(employee: Person) -> None:
    employee.set_password(PASSWORD)
    employee.save(update_fields=["password"])
    employee.emailaddress_set.create(email=employee.email, verified=True, primary=True)
    client = Client()
    answer = client.post(reverse("account_login"), {"login": employee.email.upper(), "password": PASSWORD})
    assert answer.url == "/"  # type: ignore[attr-defined]


def test_passwords_cannot_be_guessed_on_and_on(employee: Person) -> None:
    employee.set_password(PASSWORD)
    employee.save(update_fields=["password"])
    employee.emailaddress_set.create(email=employee.email, verified=True, primary=True)
    for _turn in range(6):
        Client().post(reverse("account_login"), {"login": employee.email, "password": "wrong"})
    client = Client()
    client.post(reverse("account_login"), {"login": employee.email, "password": PASSWORD})
    assert client.get(reverse("settings")).status_code == 302


def test_leaver_gets_nowhere(leaver: Person) -> None:
    client = Client()
    ask_for_code(client, leaver.email)
    assert not [message for message in mail.outbox if re.search(r"[A-Z0-9]{3}-[A-Z0-9]{3}", str(message.body))]


def sign_up(client: Client, email: str) -> object:
    return client.post(reverse("account_signup"), {"email": email, "password1": PASSWORD})


def test_sign_up_takes_a_work_address(company: CompanySettings) -> None:
    client = Client(HTTP_ACCEPT_LANGUAGE="de")
    sign_up(client, "Ana.Kovac@Northwind.example")
    person = Person.objects.get(email="ana.kovac@northwind.example")
    assert (person.name, person.language, person.joined_at is not None) == ("Ana Kovac", "de", True)
    assert client.get(reverse("settings")).status_code == 302
    code = code_from(mail.outbox[0])
    client.post(reverse("account_email_verification_sent"), {"code": code})
    assert client.get(reverse("settings")).status_code == 200


@pytest.mark.parametrize("email", ["ana@gmail.example", "ana@sub.northwind.example", "ana@notnorthwind.example"])
def test_sign_up_refuses_other_addresses(email: str, company: CompanySettings) -> None:
    answer = sign_up(Client(), email)
    assert "Use your work e-mail address." in answer.content.decode()  # type: ignore[attr-defined]
    assert not Person.objects.exists()


def test_sign_up_of_somebody_known_looks_the_same(company: CompanySettings, employee: Person) -> None:
    new, known = (sign_up(Client(), email) for email in ("new@northwind.example", employee.email))
    assert (new.status_code, new.url) == (known.status_code, known.url)  # type: ignore[attr-defined]
    assert Person.objects.filter(email=employee.email).count() == 1


def test_sign_up_is_closed_without_domains(company: CompanySettings) -> None:
    CompanySettings.objects.update(domains=[])
    sign_up(Client(), "ana@northwind.example")
    assert not Person.objects.exists()


def test_invited_person_of_another_domain_comes_in_by_code(company: CompanySettings, employee: Person) -> None:
    Person.objects.filter(pk=employee.pk).update(email="guest@partner.example")
    client = Client()
    ask_for_code(client, "guest@partner.example")
    client.post(reverse("account_confirm_login_code"), {"code": code_from(mail.outbox[0])})
    assert client.get(reverse("settings")).status_code == 200


def test_another_domain_can_reset_its_password(company: CompanySettings, employee: Person) -> None:
    Person.objects.filter(pk=employee.pk).update(email="guest@partner.example")
    answer = Client().post(reverse("account_reset_password"), {"email": "guest@partner.example"})
    assert answer.status_code == 302


def test_signing_out_needs_a_press(employee: Person, client_of: object) -> None:
    client: Client = client_of(employee)  # type: ignore[operator]
    client.get(reverse("account_logout"))
    assert client.get(reverse("settings")).status_code == 200
    client.post(reverse("account_logout"))
    assert client.get(reverse("settings")).status_code == 302


def test_demonstration_lets_the_cast_in(settings: Settings, employee: Person) -> None:
    settings.DEMO = True
    client = Client()
    door = client.get(reverse("account_login")).content.decode()
    assert employee.name in door
    assert client.post(reverse("demo_sign_in"), {"key": "employee"}).status_code == 302
    assert client.get(reverse("settings")).status_code == 200


@pytest.mark.parametrize("key", ["", "colleague", "employee@northwind.example", "nobody"])
def test_demonstration_lets_nobody_else_in(key: str, settings: Settings, employee: Person, colleague: Person) -> None:
    settings.DEMO = True
    assert Client().post(reverse("demo_sign_in"), {"key": key}).status_code == 404


def test_without_demonstration_there_is_no_such_door(employee: Person) -> None:
    assert Client().post(reverse("demo_sign_in"), {"key": "employee"}).status_code == 404
    assert employee.name not in Client().get(reverse("account_login")).content.decode()


def test_demonstration_is_not_entered_by_looking(settings: Settings, employee: Person) -> None:
    settings.DEMO = True
    assert Client().get(reverse("demo_sign_in")).status_code == 302
