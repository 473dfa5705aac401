"""Readings: a story is claimed only by somebody who opened and read it."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db.models import F
from django.utils.translation import gettext as _

from accounts.models import Person
from advocacy.candidates import SEEN_BY_MANY
from advocacy.models import Availability, Reading
from content.models import Story

READ_SECONDS = 15
MOST_SECONDS_AT_ONCE = 3600
BEGUN_PERCENT, DONE_PERCENT = 10, 90  # before and beyond, nobody needs to be shown the way back


class NothingElsewhere(ValidationError):
    """The story has no page but ours."""


class NotRead(ValidationError):
    """The story was not read yet."""


def open(*, person: Person, story: Story, now: datetime) -> Reading:  # noqa: A001 - the verb of the page
    """This will note that somebody opened a story; the first time counts. Safe to repeat."""
    mine = Reading.objects.filter(person=person, story=story)
    known = mine.first()
    if known:
        return known
    Reading.objects.bulk_create([Reading(person=person, story=story, opened_at=now)], ignore_conflicts=True)
    # Beyond a hundred the row is left alone: it is the one that everybody takes a place from.
    Availability.objects.filter(story=story, seen__lt=SEEN_BY_MANY).update(seen=F("seen") + 1)
    return mine.get()


def dwell(
    *, person: Person, story: Story, seconds: int, reached_end: bool = False, reached_percent: int = 0, now: datetime
) -> Reading:
    """This will add time that the page measured, and count the story as read when it is enough or the end was reached.

    The end counts only of a story that can be read here: below a mere summary there is no end of anything. How far down
    somebody came is kept to go on from there; who reached the end begins anew the next time.
    Units: seconds; per cent of the paragraphs. Never more time is believed than went by since the first opening.
    """
    reading = open(person=person, story=story, now=now)
    since_opening = int((now - reading.opened_at).total_seconds())
    room = max(0, min(MOST_SECONDS_AT_ONCE, since_opening - reading.dwell_seconds))
    more = max(0, min(seconds, room))
    if more:
        Reading.objects.filter(pk=reading.pk).update(dwell_seconds=F("dwell_seconds") + more)
        reading.refresh_from_db(fields=["dwell_seconds"])
    reached = 100 if reached_end else max(0, min(100, reached_percent))
    if reached and reached != reading.reached_percent:
        Reading.objects.filter(pk=reading.pk).update(reached_percent=reached)
        reading.reached_percent = reached
    if (reached_end and story.body) or reading.dwell_seconds >= READ_SECONDS:
        _count_as_read(reading=reading, proof=Reading.Proof.DWELL, now=now)
    return reading


def goes_on_at(*, reading: Reading) -> int:
    """This will say where somebody stopped in the middle of a story, in per cent; 0 at its beginning and at its end."""
    return reading.reached_percent if BEGUN_PERCENT <= reading.reached_percent <= DONE_PERCENT else 0


def at_source(*, person: Person, story: Story, now: datetime) -> Reading:
    """This will believe somebody who says to have read the story where it was published.

    Errors: NothingElsewhere for a story without an address of its own.
    """
    if not story.url:
        raise NothingElsewhere(_("This story is only here. Read it on this page."), code="nothing_elsewhere")
    reading = open(person=person, story=story, now=now)
    _count_as_read(reading=reading, proof=Reading.Proof.AT_SOURCE, now=now)
    return reading


def seconds_missing(*, reading: Reading | None, now: datetime) -> int:
    """This will say how many seconds of reading are missing; 0 for who has read.

    Shape: what the page measured counts; where it measured nothing (no JavaScript), the time since the opening does.
    Units: seconds.
    """
    if reading is None:
        return READ_SECONDS
    if reading.read_at:
        return 0
    if reading.dwell_seconds:
        return max(0, READ_SECONDS - reading.dwell_seconds)
    return max(0, READ_SECONDS - int((now - reading.opened_at).total_seconds()))


def require(*, person: Person, story: Story, now: datetime) -> None:
    """This will let through who has read the story, and note when the time since the opening was the proof.

    Errors: NotRead, with how long it still takes. Source: one query, a second the first time.
    """
    reading = Reading.objects.filter(person=person, story=story).first()
    missing = seconds_missing(reading=reading, now=now)
    if reading is None or missing:
        raise NotRead(
            _("Read it first: open the story and stay for %(seconds)s seconds, or read it at the source and say so."),
            code="not_read",
            params={"seconds": missing},
        )
    _count_as_read(reading=reading, proof=Reading.Proof.SERVER_TIME, now=now)


def _count_as_read(*, reading: Reading, proof: str, now: datetime) -> None:
    if reading.read_at is None:
        Reading.objects.filter(pk=reading.pk, read_at=None).update(read_at=now, proof=proof)
        reading.refresh_from_db(fields=["read_at", "proof"])
