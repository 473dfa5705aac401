"""What people are told, once, and the mails that go out for it."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.mail import EmailMessage

from accounts import notifications, people
from accounts.models import Notification, Person
from tests.accounts.factories import NotificationFactory


def tell(person: Person, now: datetime, **columns: Any) -> Notification | None:
    return notifications.add(person=person, key="place:1", title="Your place\nwent back", path="/", now=now, **columns)


def test_add_tells_the_same_thing_once(employee: Person, colleague: Person, now: datetime) -> None:
    told = tell(employee, now)
    assert told is not None
    assert (told.title, told.mail) == ("Your place went back", Notification.Mail.WAITING)
    assert tell(employee, now) is None
    assert tell(colleague, now) is not None


def test_add_mails_only_to_who_wants_it_and_works_here(employee: Person, leaver: Person, now: datetime) -> None:
    employee.wants_mail = False
    for person in (employee, leaver):
        told = tell(person, now)
        assert told is not None
        assert told.mail == Notification.Mail.NONE


def test_add_tells_nobody_who_was_erased(leaver: Person, now: datetime) -> None:
    leaver.erased_at = now
    assert tell(leaver, now) is None
    assert not Notification.objects.exists()


def test_deactivate_keeps_waiting_mail_inside(employee: Person, administrator: Person, now: datetime) -> None:
    NotificationFactory.create(person=employee, mail=Notification.Mail.WAITING, next_attempt_at=now)
    people.deactivate(person=employee, by=administrator, now=now)
    assert notifications.mail_waiting(now=now) == 0
    assert mail.outbox == []


def test_mail_waiting_sends_each_once(employee: Person, now: datetime) -> None:
    NotificationFactory.create_batch(2, person=employee, mail=Notification.Mail.WAITING, next_attempt_at=now)
    assert (notifications.mail_waiting(now=now), notifications.mail_waiting(now=now)) == (2, 0)
    assert [message.to for message in mail.outbox] == [[employee.email]] * 2


def test_mail_waiting_takes_over_from_a_worker_that_died(employee: Person, now: datetime) -> None:
    lease_ends = now + timedelta(minutes=1)
    NotificationFactory.create(person=employee, mail=Notification.Mail.SENDING, next_attempt_at=lease_ends)
    assert notifications.mail_waiting(now=now) == 0
    assert notifications.mail_waiting(now=lease_ends) == 1


def test_mail_waiting_gives_up_after_six_failures(
    employee: Person, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(message: EmailMessage) -> int:
        raise ConnectionRefusedError

    monkeypatch.setattr(EmailMessage, "send", refuse)
    waiting = NotificationFactory.create(person=employee, mail=Notification.Mail.WAITING, next_attempt_at=now)
    for attempt in range(1, notifications.MAIL_ATTEMPTS + 1):
        assert notifications.mail_waiting(now=waiting.next_attempt_at) == 0
        waiting.refresh_from_db()
        assert (waiting.attempts, waiting.last_error) == (attempt, "ConnectionRefusedError")
    assert waiting.mail == Notification.Mail.FAILED


def test_mail_waiting_leaves_the_rest_to_the_next_sweep_when_it_takes_long(
    employee: Person, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    NotificationFactory.create_batch(2, person=employee, mail=Notification.Mail.WAITING, next_attempt_at=now)
    clock = iter((0.0, 1.0, notifications.BUDGET_SECONDS))
    monkeypatch.setattr(notifications, "monotonic", lambda: next(clock))
    assert notifications.mail_waiting(now=now) == 1
    assert Notification.objects.filter(mail=Notification.Mail.WAITING).count() == 1
