"""Other days for a story: a draft simply has them, for a planned or live one a second person has to say yes."""

from dataclasses import replace
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts import company
from accounts.models import Person
from content import manuscripts, stories
from content.models import Story

OUT = (Story.State.APPROVED, Story.State.LIVE)
FARTHEST_DAYS = 730


class NotToMove(ValidationError):
    """The story waits for a yes, is over, or has no days yet."""


class DaysOutOfOrder(ValidationError):
    """It would end before it begins, or lies too far away."""


def move(
    *, story: Story, goes_live_at: datetime | None, expires_at: datetime | None, seen: int, by: Person, now: datetime
) -> Story:
    """This will give a story other days. A draft has them at once; for one that is planned or live a yes is asked for.

    When a live story went live stays as it is. `seen` is the story's revision when the person opened it.
    Errors: NotToMove, DaysOutOfOrder; and as stories.edit and stories.change.
    """
    require_movable(story=story)
    said = manuscripts.newest(story=story)
    if story.state == Story.State.LIVE:
        goes_live_at = story.goes_live_at
    if expires_at is not None and expires_at <= (goes_live_at or now):
        sentence = _("The end lies before the beginning. Choose a later end.")
        raise DaysOutOfOrder({"expires_at": sentence}, code="days_out_of_order")
    for name, moment in (("goes_live_at", goes_live_at), ("expires_at", expires_at)):
        if moment is not None and abs(moment - now) > timedelta(days=FARTHEST_DAYS) and moment != getattr(said, name):
            raise DaysOutOfOrder({name: _("That is more than two years away.")}, code="days_out_of_order")
    changed = replace(said, goes_live_at=goes_live_at, expires_at=expires_at)
    if changed == said:
        return story
    save = stories.change if story.state in OUT else stories.edit
    return save(story=story, manuscript=changed, seen=seen, by=by, now=now)


def by_days(*, story: Story, days: int, seen: int, by: Person, now: datetime) -> Story:
    """This will move a story by whole days of the company's calendar, at the same hours; of a live one only the end.

    Errors: NotToMove, also for a story without days; as `move`.
    """
    require_movable(story=story)
    said = manuscripts.newest(story=story)
    if said.goes_live_at is None and said.expires_at is None:
        raise NotToMove(_("It has no days yet. Open it and say when."), code="no_days")
    return move(
        story=story,
        goes_live_at=_later(said.goes_live_at, days),
        expires_at=_later(said.expires_at, days),
        seen=seen,
        by=by,
        now=now,
    )


def require_movable(*, story: Story) -> None:
    """This will do nothing for a draft, and for a planned or a live story.

    Errors: NotToMove.
    """
    if story.state == Story.State.REVIEW:
        raise NotToMove(_("It waits for a yes. Take it back from approval first, then move it."), code="waits")
    if story.state not in (Story.State.DRAFT, *OUT):
        raise NotToMove(_("It is over, so it cannot move. Begin a new story with its words."), code="over")


def _later(moment: datetime | None, days: int) -> datetime | None:
    """The same hour on the clock, also over the change to summer time."""
    if moment is None:
        return None
    zone = company.current().zone
    there = timezone.localtime(moment, zone).replace(tzinfo=None) + timedelta(days=days)
    return there.replace(tzinfo=zone)
