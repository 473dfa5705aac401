import io
from datetime import datetime, timedelta

import pytest
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.management import CommandError, call_command
from pytest_django import Settings

from accounts import administrators, checks, sessions, sweeps, tasks
from accounts.models import AuditEntry, Person, RoleGrant, SweepRun
from tests.accounts.factories import NotificationFactory


def test_createadmin_makes_one_and_says_how_to_come_in(company: object) -> None:
    out = io.StringIO()
    for _turn in range(2):
        call_command("createadmin", "Agnes.Keller@northwind.example", stdout=out)
    person = Person.objects.get()
    assert (person.email, person.name) == ("agnes.keller@northwind.example", "Agnes Keller")
    assert RoleGrant.objects.get().role == "administrator"
    assert AuditEntry.objects.get().by is None
    assert "/accounts/login/" in out.getvalue()


def test_createadmin_reads_a_password(company: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("a-long-sentence-of-mine-7\n"))
    call_command("createadmin", "agnes@northwind.example", "--password", stdout=io.StringIO())
    assert Person.objects.get().check_password("a-long-sentence-of-mine-7")


def test_createadmin_refuses_what_is_no_address(company: object) -> None:
    with pytest.raises(CommandError):
        call_command("createadmin", "agnes", stdout=io.StringIO())
    assert not Person.objects.exists()


def test_createadmin_refuses_a_weak_password(company: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("short\n"))
    with pytest.raises(CommandError):
        call_command("createadmin", "agnes@northwind.example", "--password", stdout=io.StringIO())
    assert not Person.objects.get().has_usable_password()


def test_appoint_brings_back_who_left(leaver: Person, now: datetime) -> None:
    administrators.appoint(email=leaver.email, now=now)
    leaver.refresh_from_db()
    assert (leaver.is_active, leaver.left_at) == (True, None)


def test_demo_is_an_error_of_deployment(settings: Settings) -> None:
    settings.DEMO = True
    assert [error.id for error in checks.demo_is_off(None)] == ["accounts.E001"]
    settings.DEMO = False
    assert checks.demo_is_off(None) == []


def test_sweep_deletes_sessions_that_ran_out(db: None, now: datetime) -> None:
    for number, days in enumerate((-1, 1)):
        Session.objects.create(session_key=f"key{number}", session_data="", expire_date=now + timedelta(days=days))
    assert sessions.sweep(now=now) == 1
    assert sessions.sweep(now=now) == 0
    assert Session.objects.get().session_key == "key1"


def test_tasks_call_their_rules(employee: Person) -> None:
    NotificationFactory.create(person=employee)
    assert tasks.mail_notifications() == 1
    assert mail.outbox[0].to == [employee.email]
    assert tasks.count_heads() == 1
    assert tasks.sweep_sessions() == 0


def test_sweeps_are_remembered_with_failures_in_a_row(db: None, now: datetime) -> None:
    for _turn in range(2):
        sweeps.failed(name="a.b", started_at=now, now=now, error="OSError")
    run = SweepRun.objects.get()
    assert (run.error, run.failures) == ("OSError", 2)
    sweeps.finished(name="a.b", started_at=now, now=now, result="7")
    run.refresh_from_db()
    assert (run.error, run.failures, run.result) == ("", 0, "7")
