"""Background work of the accounts room."""

from celery import shared_task
from django.utils import timezone

from accounts import erasures, headcounts, notifications, policies, sessions
from web import rates


@shared_task
def mail_notifications() -> int:
    """This will send the mails that wait. Safe to repeat."""
    return notifications.mail_waiting(now=timezone.now())


@shared_task
def sweep_notifications() -> int:
    """This will delete what people were told so long ago that it is not kept. Safe to repeat."""
    return notifications.sweep(now=timezone.now())


@shared_task
def announce_policy() -> int:
    """This will tell people that the policy changed, some at a time. Safe to repeat."""
    return policies.announce(now=timezone.now())


@shared_task
def count_heads() -> int:
    """This will note how many people each team has today. Safe to repeat."""
    return headcounts.count(now=timezone.now())


@shared_task
def sweep_sessions() -> int:
    """This will delete sessions, and counts of limits, that ran out. Safe to repeat."""
    now = timezone.now()
    return sessions.sweep(now=now) + rates.sweep(now=now)


@shared_task
def sweep_left() -> int:
    """This will erase those who asked to be forgotten a week ago, or who have left since. Safe to repeat."""
    return erasures.sweep(now=timezone.now())
