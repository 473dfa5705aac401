from collections.abc import Callable
from datetime import datetime, time, timedelta

import pytest
from allauth.account.models import EmailAddress
from django.contrib.sessions.models import Session
from django.core import mail
from django.test import Client
from django.urls import reverse

from accounts import administrators, erasures, people
from accounts.models import (
    ApiToken,
    AuditEntry,
    FollowerCount,
    LessonRead,
    Notification,
    Person,
    PolicyAcknowledgement,
    RoleGrant,
)
from accounts.tasks import sweep_left
from tests.accounts.factories import ApiTokenFactory, FollowerCountFactory, NotificationFactory, RoleGrantFactory

WEEK = timedelta(days=7)
SECOND = timedelta(seconds=1)

ClientOf = Callable[[Person], Client]


def test_request_tells_administrators_once(employee: Person, administrator: Person, now: datetime) -> None:
    erasures.request(person=employee, now=now)
    erasures.request(person=employee, now=now + timedelta(hours=1))
    assert Notification.objects.filter(person=administrator).count() == 1
    employee.refresh_from_db()
    assert employee.erase_requested_at == now
    assert employee.erasure_due_at == now + WEEK


def test_withdraw_before_keeps_everything(employee: Person, administrator: Person, now: datetime) -> None:
    Person.objects.filter(pk=employee.pk).update(pen_name="Night train", board_choice="pen_name")
    FollowerCountFactory.create(person=employee)
    before = Person.objects.filter(pk=employee.pk).values().get()
    erasures.request(person=employee, now=now)
    assert erasures.sweep(now=now + WEEK - SECOND) == 0
    erasures.withdraw(person=employee, now=now + WEEK - SECOND)
    assert erasures.sweep(now=now + 2 * WEEK) == 0
    assert Person.objects.filter(pk=employee.pk).values().get() == before
    assert FollowerCount.objects.filter(person=employee).exists()


def test_withdraw_refuses_what_is_being_carried_out(employee: Person, administrator: Person, now: datetime) -> None:
    erasures.request(person=employee, now=now)
    with pytest.raises(erasures.TooLate, match="seven days are over"):
        erasures.withdraw(person=employee, now=now + WEEK)
    erasures.sweep(now=now + WEEK)
    with pytest.raises(erasures.TooLate):
        erasures.withdraw(person=employee, now=now)


def test_sweep_takes_out_who_it_was(
    employee: Person, administrator: Person, client_of: ClientOf, now: datetime
) -> None:
    email, name = employee.email, employee.name
    EmailAddress.objects.create(user=employee, email=email, primary=True, verified=True)
    FollowerCountFactory.create(person=employee)
    NotificationFactory.create(person=employee)
    ApiTokenFactory.create(person=employee, name=f"Sheet of {name}")
    RoleGrantFactory.create(person=employee)
    LessonRead.objects.create(person=employee, lesson="answering", at=now)
    PolicyAcknowledgement.objects.create(person=employee, version=1, text_digest="x", at=now)
    Person.objects.filter(pk=employee.pk).update(
        networks=["linkedin"], quiet_from=time(22), quiet_until=time(7), is_shown_to_team=True
    )
    client, other = client_of(employee), client_of(administrator)
    erasures.request(person=employee, now=now)
    assert erasures.sweep(now=now + WEEK) == 1
    assert erasures.sweep(now=now + WEEK) == 0
    employee.refresh_from_db()
    pseudonym = f"erased-{employee.public_id}@erased.invalid"
    assert (employee.email, employee.name, employee.job_title, employee.pen_name) == (pseudonym, "", "", "")
    assert not employee.is_active
    assert employee.erased_at == employee.left_at == now + WEEK
    assert not employee.has_usable_password()
    assert (employee.networks, employee.quiet_from, employee.is_shown_to_team) == ([], None, False)
    for model in (ApiToken, FollowerCount, LessonRead, PolicyAcknowledgement, RoleGrant):
        assert not model.objects.filter(person=employee).exists()
    assert not EmailAddress.objects.exists()
    assert not Notification.objects.filter(title__contains=name).exists()
    assert not AuditEntry.objects.filter(target_name__contains=name).exists()
    assert AuditEntry.objects.get(action="erasures.erase").target_name == pseudonym
    assert Session.objects.count() == 1, "only the administrator's is left"
    assert client.get(reverse("settings")).status_code == 302
    assert other.get(reverse("settings")).status_code == 200


def test_erased_person_gets_no_code(employee: Person, administrator: Person, client: Client, now: datetime) -> None:
    email = employee.email
    erasures.request(person=employee, now=now)
    erasures.sweep(now=now + WEEK)
    pseudonym = f"erased-{employee.public_id}@erased.invalid"
    for address in (email, pseudonym):
        client.post(reverse("account_request_login_code"), {"email": address})
    assert "code" not in "".join(message.subject for message in mail.outbox if pseudonym in message.to)
    assert "_auth_user_id" not in client.session
    assert not Person.objects.filter(email=email).exists()


def test_sweep_erases_at_once_who_has_left(employee: Person, administrator: Person, now: datetime) -> None:
    erasures.request(person=employee, now=now)
    people.deactivate(person=employee, by=administrator, now=now)
    with pytest.raises(people.Forgotten):
        people.reactivate(person=employee, by=administrator, now=now)
    with pytest.raises(people.Forgotten):
        administrators.appoint(email=employee.email, now=now)
    assert erasures.sweep(now=now) == 1
    with pytest.raises(people.Forgotten):
        people.reactivate(person=employee, by=administrator, now=now)


def test_request_refuses_the_last_administrator(administrator: Person, client_of: ClientOf, now: datetime) -> None:
    with pytest.raises(erasures.OnlyAdministrator, match="last administrator"):
        erasures.request(person=administrator, now=now)
    page = client_of(administrator).post(reverse("request_erasure"), follow=True)
    assert "last administrator" in page.content.decode()
    administrator.refresh_from_db()
    assert administrator.erase_requested_at is None


def test_two_administrators_do_not_both_go(administrator: Person, employee: Person, now: datetime) -> None:
    RoleGrantFactory.create(person=employee, role="administrator")
    erasures.request(person=administrator, now=now)
    with pytest.raises(erasures.OnlyAdministrator):
        erasures.request(person=employee, now=now)
    people.deactivate(person=employee, by=administrator, now=now)
    assert erasures.sweep(now=now + WEEK) == 0, "nobody else could give roles"
    administrator.refresh_from_db()
    assert administrator.name


def test_erased_name_breaks_no_page(
    employee: Person, administrator: Person, client_of: ClientOf, now: datetime
) -> None:
    erasures.request(person=employee, now=now)
    erasures.sweep(now=now + WEEK)
    employee.refresh_from_db()
    assert (str(employee), employee.first_name, employee.initials) == ("A former colleague", "A former colleague", "A")
    client = client_of(administrator)
    for address in (reverse("people") + "?left=1", reverse("audit_log")):
        assert client.get(address).status_code == 200
    page = client.get(reverse("person", args=[employee.public_id])).content.decode()
    assert "nobody can sign in with this entry" in page


def test_task_sweeps(employee: Person, administrator: Person) -> None:
    erasures.request(person=employee, now=employee.joined_at)
    assert sweep_left() == 1
