"""The sweeps of this room: one rule call each, and a count back."""

from celery import shared_task
from django.conf import settings
from django.utils import timezone

from content import approvals, attachments, discards, evidence, feeds, ideas, leaving, previews, stories


@shared_task
def read_waiting_previews() -> int:
    """This will read the pages that somebody asked for. Safe to repeat."""
    return previews.read_waiting(now=timezone.now(), allowed=settings.OUTBOUND_ALLOWED)


@shared_task
def check_due_feeds() -> int:
    """This will read the feeds whose hour has come. Safe to repeat."""
    return feeds.check_due(now=timezone.now(), allowed=settings.OUTBOUND_ALLOWED)


@shared_task
def turn_stories() -> int:
    """This will let stories go live and end at their times. Safe to repeat."""
    return stories.turn(now=timezone.now())


@shared_task
def tell_ending_facts() -> int:
    """This will tell who has to know of facts that stop holding. Safe to repeat."""
    return evidence.tell_ending(now=timezone.now())


@shared_task
def look_after_approvals() -> int:
    """This will approve what no step holds up any more, and tell who is asked newly. Safe to repeat."""
    return approvals.look_after(now=timezone.now())


@shared_task
def sweep_attachments() -> int:
    """This will throw away files that no story took up. Safe to repeat."""
    return attachments.sweep(now=timezone.now())


@shared_task
def sweep_left() -> int:
    """This will forget what people who asked to be forgotten wanted to hear and proposed. Safe to repeat."""
    return leaving.forget()


@shared_task
def tell_ideas() -> int:
    """This will tell people that the story of their idea is out. Safe to repeat."""
    return ideas.tell_live(now=timezone.now())


@shared_task
def sweep_discards() -> int:
    """This will delete drafts that were thrown away thirty days ago. Safe to repeat."""
    return discards.sweep(now=timezone.now())
