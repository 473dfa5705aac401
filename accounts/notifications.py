"""What people are told: a row first, never twice for the same thing; the mail goes out in a sweep."""

import logging
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from time import monotonic

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db.models import F, Q
from django.template.loader import render_to_string
from django.utils import translation

from accounts import quiet_hours
from accounts.models import CompanySettings, Notification, Person

logger = logging.getLogger(__name__)

MAIL_ATTEMPTS = 6
LEASE = timedelta(minutes=10)
# The lease is counted from the sweep's beginning: a mail that is begun by then is out long before it ends.
BUDGET_SECONDS = 300.0


def add(
    *, person: Person, key: str, title: str, path: str, now: datetime, text: str = "", by_mail: bool = True
) -> Notification | None:
    """This will tell a person something once; None when the same key was told before, or nobody is left to be told.

    Write `title` and `text` under translation.override(person.language). `path` is an address within this site. Who has
    left gets no mail, and who was erased gets nothing at all.
    Safe to repeat: the database keeps (person, key) unique, and a repeated call changes nothing.
    """
    if person.erased_at is not None:
        return None
    is_mailed = by_mail and person.wants_mail and person.left_at is None
    mail = Notification.Mail.WAITING if is_mailed else Notification.Mail.NONE
    notification = Notification(
        person=person,
        key=key,
        title=" ".join(title.split())[:200],
        text=text,
        path=path,
        created_at=now,
        mail=mail,
        next_attempt_at=now,
    )
    told = Notification.objects.bulk_create([notification], ignore_conflicts=True)
    return Notification.objects.filter(person=person, key=key, public_id=told[0].public_id).first()


def add_all(
    *, people: Iterable[Person], key: str, words: Callable[[], tuple[str, str]], path: str, now: datetime
) -> int:
    """This will tell many people the same once, in the product only, and count who was told now.

    `words` gives title and text; it is called in each person's language. Who was erased is left out.
    Safe to repeat: the database keeps (person, key) unique. Source: two queries.
    """
    said: dict[str, tuple[str, str]] = {}
    rows = []
    for person in people:
        if person.erased_at is not None:
            continue
        if person.language not in said:
            with translation.override(person.language):
                said[person.language] = words()
        title, text = said[person.language]
        rows.append(
            Notification(
                person=person,
                key=key,
                title=" ".join(title.split())[:200],
                text=text,
                path=path,
                created_at=now,
                mail=Notification.Mail.NONE,
                next_attempt_at=now,
            )
        )
    made = [row.public_id for row in Notification.objects.bulk_create(rows, ignore_conflicts=True)]
    return Notification.objects.filter(key=key, public_id__in=made).count()


def unread(*, person: Person) -> int:
    """This will count what a person has not looked at yet. Source: one query."""
    return Notification.objects.filter(person=person, read_at=None).count()


def mark_read(*, person: Person, now: datetime) -> int:
    """This will mark everything as seen and say how much that was. Safe to repeat."""
    return Notification.objects.filter(person=person, read_at=None).update(read_at=now)


def mark_seen(*, notification: Notification, now: datetime) -> None:
    """This will mark one as seen. Safe to repeat: the first time stands."""
    Notification.objects.filter(pk=notification.pk, read_at=None).update(read_at=now)


def look_again(*, person: Person, now: datetime) -> int:
    """This will let mails that wait for the end of quiet hours be looked at anew, and count them. Safe to repeat."""
    waiting = Notification.objects.filter(person=person, mail=Notification.Mail.WAITING, attempts=0)
    return waiting.filter(next_attempt_at__gt=now).update(next_attempt_at=now)


def keep_inside(*, person: Person) -> int:
    """This will keep what waits to be mailed to a person in the product only, and count it. Safe to repeat."""
    waiting = Notification.objects.filter(person=person, mail=Notification.Mail.WAITING)
    return waiting.update(mail=Notification.Mail.NONE)


def mail_waiting(*, now: datetime, most: int = 200) -> int:
    """This will send the waiting mails and count those that went out.

    A row is taken by a conditional update before it is sent, so two workers never send the same one; a worker that dies
    gives it back after ten minutes. After six failures it stays in the product only. After five minutes the next sweep
    goes on. In a person's quiet hours a mail waits for their end. Safe to repeat.
    """
    stop_at = monotonic() + BUDGET_SECONDS
    company_zone = (CompanySettings.objects.filter(pk=1).first() or CompanySettings()).zone
    due = Notification.objects.filter(
        Q(mail=Notification.Mail.WAITING) | Q(mail=Notification.Mail.SENDING), next_attempt_at__lte=now
    )
    sent = 0
    with get_connection() as connection:
        for notification in due.select_related("person").order_by("next_attempt_at")[:most]:
            if monotonic() >= stop_at:
                break
            row = Notification.objects.filter(
                pk=notification.pk, mail=notification.mail, next_attempt_at=notification.next_attempt_at
            )
            quiet_until = quiet_hours.of(person=notification.person, at=now, company_zone=company_zone)
            if quiet_until is not None:
                row.update(mail=Notification.Mail.WAITING, next_attempt_at=quiet_until)
                continue
            taken = row.update(mail=Notification.Mail.SENDING, next_attempt_at=now + LEASE, attempts=F("attempts") + 1)
            if not taken:
                continue
            sent += _send(notification=notification, connection=connection, now=now)
    return sent


def _send(*, notification: Notification, connection: object, now: datetime) -> int:
    person = notification.person
    with translation.override(person.language):
        body = render_to_string(
            "accounts/email/notification.txt",
            {"notification": notification, "person": person, "site_url": settings.SITE_URL},
        )
    message = EmailMessage(notification.title, body, to=[person.email], connection=connection)  # type: ignore[arg-type]
    row = Notification.objects.filter(pk=notification.pk)
    try:
        message.send()
    except (OSError, ValueError) as error:  # ValueError: an address or a title that no header can hold
        attempts = notification.attempts + 1
        logger.warning("A notification could not be mailed: %s", type(error).__name__)
        row.update(
            mail=Notification.Mail.FAILED if attempts >= MAIL_ATTEMPTS else Notification.Mail.WAITING,
            next_attempt_at=now + timedelta(minutes=2**attempts),
            last_error=type(error).__name__,
        )
        return 0
    row.update(mail=Notification.Mail.SENT, mailed_at=now, last_error="")
    return 1


def sweep(*, now: datetime, batch: int = 1_000) -> int:
    """This will delete what was told NOTIFICATION_DAYS ago, seen or not, and count it.

    Rows are looked at from the oldest key on, until a batch holds none that is old: no index by age is needed, and a
    night without old ones costs one query. Safe to repeat.
    """
    oldest = now - timedelta(days=settings.NOTIFICATION_DAYS)
    deleted = 0
    while True:
        first = Notification.objects.order_by("pk").values_list("pk", "created_at")[:batch]
        old = [key for key, created_at in first if created_at < oldest]
        if not old:
            return deleted
        deleted += Notification.objects.filter(pk__in=old).delete()[0]
