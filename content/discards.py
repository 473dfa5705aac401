"""Drafts that are thrown away, and that come back when it was a mistake."""

from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from accounts import audit
from accounts.models import Person
from accounts.roles import Role
from content import reach
from content.models import Preview, Story

KEPT = timedelta(days=30)
SWEPT_AT_ONCE = 200


class NotToDiscard(ValidationError):
    """The story is no draft."""


class NotToRestore(ValidationError):
    """The draft was not thrown away, or too long ago."""


def discard(*, story: Story, by: Person, now: datetime) -> Story:
    """This will throw a draft away: it is gone from the studio, and can come back for thirty days.

    The page that it was made of can become a story again.
    Errors: reach.OutsideReach; NotToDiscard for what somebody was asked about or has seen.
    """
    reach.require(person=by, role=Role.CURATOR, team=story.owner_team)
    with transaction.atomic():
        thrown = Story.objects.filter(pk=story.pk, state=Story.State.DRAFT, discarded_at=None).update(
            discarded_at=now, preview=None, updated_at=now, revision=F("revision") + 1
        )
        story.refresh_from_db()
        if not thrown:
            raise NotToDiscard(
                _("Only a draft can be thrown away. Take it back from approval first, or retract it when it was out."),
                code="not_to_discard",
            )
        audit.record(by=by, action="discards.discard", target=story, at=now)
    return story


def restore(*, story: Story, by: Person, now: datetime, preview: Preview | None = None) -> Story:
    """This will bring a draft back that was thrown away, to the page it was made of unless that has a new story.

    Errors: reach.OutsideReach, NotToRestore.
    """
    reach.require(person=by, role=Role.CURATOR, team=story.owner_team)
    with transaction.atomic():
        is_free = preview is not None and not Story.objects.filter(preview=preview).exists()
        brought = Story.objects.filter(pk=story.pk, discarded_at__isnull=False).update(
            discarded_at=None, preview=preview if is_free else None, updated_at=now, revision=F("revision") + 1
        )
        if not brought:
            raise NotToRestore(_("It was thrown away too long ago to come back."), code="not_to_restore")
        story.refresh_from_db()
        audit.record(by=by, action="discards.restore", target=story, at=now)
    return story


def sweep(*, now: datetime) -> int:
    """This will delete the drafts that were thrown away thirty days ago, and say how many. Safe to repeat."""
    due = Story.objects.filter(state=Story.State.DRAFT, discarded_at__lte=now - KEPT).order_by("discarded_at")
    keys = list(due.values_list("pk", flat=True)[:SWEPT_AT_ONCE])
    with transaction.atomic():
        Story.objects.filter(pk__in=keys, discarded_at__lte=now - KEPT).delete()
    return len(keys)
