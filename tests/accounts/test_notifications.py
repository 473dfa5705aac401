"""What people are told, once, and the mails that go out for it."""

from datetime import datetime, time, timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.mail import EmailMessage
from django.utils import translation

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


def test_mail_waiting_keeps_quiet_until_the_hours_are_over(employee: Person, colleague: Person, now: datetime) -> None:
    # 9:00 UTC is 10:00 in Berlin, where the company is, and 18:00 in Tokyo.
    employee.quiet_from, employee.quiet_until = time(9), time(11)
    employee.save(update_fields=["quiet_from", "quiet_until"])
    colleague.quiet_from, colleague.quiet_until, colleague.time_zone = time(9), time(11), "Asia/Tokyo"
    colleague.save(update_fields=["quiet_from", "quiet_until", "time_zone"])
    for person in (employee, colleague):
        NotificationFactory.create(person=person, mail=Notification.Mail.WAITING, next_attempt_at=now)
    assert notifications.mail_waiting(now=now) == 1
    waiting = Notification.objects.get(person=employee)
    assert (waiting.mail, waiting.next_attempt_at) == (Notification.Mail.WAITING, now + timedelta(hours=1))
    assert waiting.attempts == 0
    assert notifications.mail_waiting(now=now + timedelta(minutes=59)) == 0
    assert notifications.mail_waiting(now=now + timedelta(hours=1)) == 1
    assert [message.to for message in mail.outbox] == [[colleague.email], [employee.email]]


def test_look_again_lets_waiting_mail_go_when_the_hours_change(employee: Person, now: datetime) -> None:
    later = now + timedelta(hours=8)
    NotificationFactory.create(person=employee, mail=Notification.Mail.WAITING, next_attempt_at=later)
    NotificationFactory.create(person=employee, mail=Notification.Mail.WAITING, next_attempt_at=later, attempts=2)
    assert notifications.look_again(person=employee, now=now) == 1
    assert notifications.mail_waiting(now=now) == 1


def test_add_all_tells_each_once_in_his_language(employee: Person, colleague: Person, now: datetime) -> None:
    colleague.language = "de"
    told: dict[str, Any] = {
        "people": [employee, colleague],
        "key": "policy:2",
        "words": lambda: (translation.get_language() or "", ""),
        "path": "/policy/",
    }
    assert notifications.add_all(**told, now=now) == 2
    assert notifications.add_all(**told, now=now) == 0
    assert dict(Notification.objects.values_list("person", "title")) == {employee.pk: "en", colleague.pk: "de"}
    assert not Notification.objects.exclude(mail=Notification.Mail.NONE).exists()


def test_sweep_deletes_what_is_old_in_batches(employee: Person, now: datetime) -> None:
    old = now - timedelta(days=181)
    NotificationFactory.create_batch(5, person=employee, created_at=old)
    NotificationFactory.create(person=employee, created_at=now - timedelta(days=179))
    assert notifications.sweep(now=now, batch=2) == 5
    assert notifications.sweep(now=now, batch=2) == 0
    assert Notification.objects.count() == 1
