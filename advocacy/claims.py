"""Claims: the places of a story, taken for a limited time, never oversold.

`Availability` moves with them, in one conditional statement (places.py); a check constraint stands behind it.
"""

import zoneinfo
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import DurationField, Exists, ExpressionWrapper, F, OuterRef, Q, Value
from django.http import Http404
from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts import company, notifications
from accounts.models import Person
from advocacy import places, readings
from advocacy.models import Availability, Claim, Share
from content.models import Story

ONE_MORE = timedelta(days=1)
NOTICE = timedelta(days=1)


class Full(ValidationError):
    """All places are taken."""


class FullToday(ValidationError):
    """Today's places are gone; others come tomorrow."""


class OthersWait(Full):
    """Somebody else is in line for the next place."""


class Over(ValidationError):
    """The story ended, or has not begun."""


class Retracted(ValidationError):
    """The company took the story back."""


class NotYours(ValidationError):
    """The claim is not open any more."""


class ExtendedBefore(ValidationError):
    """One more day was given already."""


def take(*, person: Person, story: Story, now: datetime) -> Claim:
    """This will take a place for a person who has read the story.

    Safe to repeat: who holds a place gets the claim he has.
    Errors: Http404 when the story is not meant for the person; Retracted; Over; readings.NotRead; Full;
    FullToday; OthersWait.
    Source: one statement when there is a place (places.take); only a refusal asks further, for its reason.
    """
    claim = Claim(
        person=person,
        story=story,
        story_version=story.approved_version or 0,
        taken_at=now,
        keep_until=keep_until(story=story, now=now),
    )
    if _take(claim=claim, now=now):
        return claim
    if not Story.objects.shown_to(person).filter(pk=story.pk).exists():
        raise Http404
    held = of(person=person, story=story)
    if held:
        return held
    story.refresh_from_db()
    require_open(story=story, now=now)
    readings.require(person=person, story=story, now=now)
    places.lay_out(stories=[story])
    # Read by the time since the opening, or the first place of all: now it is known, and one more look is enough.
    if _take(claim=claim, now=now):
        return claim
    return of(person=person, story=story) or _refuse(story=story, now=now)


def _take(*, claim: Claim, now: datetime) -> bool:
    try:
        return places.take(claim=claim, now=now)
    except IntegrityError:
        # The same person pressed twice at once, and the constraint let one through; the place went with the statement.
        return False


def of(*, person: Person, story: Story) -> Claim | None:
    """This will find the place that a person holds, open or told. Source: one query."""
    return (
        Claim.objects.filter(person=person, story=story, state__in=places.HELD)
        .select_related("story", "person")
        .first()
    )


def open_of(*, person: Person) -> list[Claim]:
    """This will list somebody's open places, the first to end first, with the stories' titles. Source: one query."""
    mine = Claim.objects.filter(person=person, state=Claim.State.OPEN).select_related("story")
    return list(mine.only("public_id", "keep_until", "story__title").order_by("keep_until"))


def keep_until(*, story: Story, now: datetime) -> datetime:
    """This will say how long a place taken now is kept: some days, and never beyond the story's end."""
    end = now + timedelta(days=story.claim_days)
    return min(end, story.expires_at) if story.expires_at else end


def end_in_words(*, claim: Claim) -> str:
    """This will write when a place ends, in the person's own zone: a day and a time, as it is read tomorrow as well."""
    at = claim.keep_until.astimezone(_zone(claim.person))
    return f"{date_format(at, 'DATE_FORMAT')}, {date_format(at, 'TIME_FORMAT')}"


def _zone(person: Person) -> zoneinfo.ZoneInfo:
    return zoneinfo.ZoneInfo(person.time_zone) if person.time_zone else company.current().zone


def is_kept(*, claim: Claim, now: datetime) -> bool:
    """This will say whether an open claim still holds its place; the sweep may come a minute later."""
    return claim.state == Claim.State.OPEN and claim.keep_until > now


def release(*, claim: Claim, now: datetime) -> bool:
    """This will let a place go and give it back; the words stay. False when it was over already. Safe to repeat."""
    return _end(claim=claim, state=Claim.State.RELEASED, now=now)


def extend(*, claim: Claim, now: datetime) -> Claim:
    """This will keep a place one day longer, once.

    Errors: NotYours when it is over; ExtendedBefore the second time; Over when the story ends before.
    """
    until = claim.keep_until + ONE_MORE
    if claim.story.expires_at:
        until = min(until, claim.story.expires_at)
    if not is_kept(claim=claim, now=now):
        raise NotYours(_("Your place is not kept any more. Take it again."), code="not_yours")
    if claim.extended_at:
        raise ExtendedBefore(_("You had one more day already. Tell it, or let it go."), code="extended_before")
    if until <= claim.keep_until:
        raise Over(_("The story ends then. It cannot be kept longer."), code="over")
    rows = Claim.objects.filter(pk=claim.pk, state=Claim.State.OPEN, extended_at=None, keep_until__gt=now)
    if not rows.update(keep_until=until, extended_at=now):
        raise ExtendedBefore(_("You had one more day already. Tell it, or let it go."), code="extended_before")
    claim.keep_until, claim.extended_at = until, now
    return claim


def tell(*, claim: Claim, now: datetime) -> bool:
    """This will mark a place as used by a post. False when it was given back before; the post stands all the same."""
    told = Claim.objects.filter(pk=claim.pk, state=Claim.State.OPEN).update(state=Claim.State.SHARED, ended_at=now)
    if told:
        claim.state, claim.ended_at = Claim.State.SHARED, now
    return bool(told)


def expire(*, now: datetime, most: int = 500) -> int:
    """This will give back the places whose time is over or whose story is out no more, and tell their owners.

    Shape: how many ended. Each in its own short transaction, the oldest first. Safe to repeat, and by two at once.
    """
    gone = Q(story__state__in=(Story.State.ENDED, Story.State.RETRACTED))
    due = Claim.objects.filter(Q(keep_until__lte=now) | gone, state=Claim.State.OPEN)
    opened = Share.objects.filter(claim=OuterRef("pk"), state=Share.State.OPENED)
    ended = 0
    for claim in due.select_related("story", "person").annotate(is_opened=Exists(opened)).order_by("keep_until")[:most]:
        with transaction.atomic():
            if _end(claim=claim, state=Claim.State.EXPIRED, now=now):
                _tell_of_the_end(claim=claim, is_opened=claim.is_opened, now=now)
                ended += 1
    return ended


def warn(*, now: datetime, most: int = 500) -> int:
    """This will tell people once that their place ends soon, and say how many.

    Shape: a day before, or when half of the time is over where that is later. Each in its own short transaction, the
    first to end first. Safe to repeat, and by two at once.
    """
    left = ExpressionWrapper(F("keep_until") - Value(now), output_field=DurationField())
    gone = ExpressionWrapper(Value(now) - F("taken_at"), output_field=DurationField())
    due = Claim.objects.filter(
        state=Claim.State.OPEN, warned_at=None, keep_until__gt=now, keep_until__lte=now + NOTICE
    ).annotate(left=left, gone=gone)
    warned = 0
    for claim in due.filter(left__lte=F("gone")).select_related("story", "person").order_by("keep_until")[:most]:
        with transaction.atomic():
            if Claim.objects.filter(pk=claim.pk, state=Claim.State.OPEN, warned_at=None).update(warned_at=now):
                _give_notice(claim=claim, now=now)
                warned += 1
    return warned


def release_of_leavers(*, now: datetime, most: int = 500) -> int:
    """This will give back the places of people who left, and say how many. Safe to repeat."""
    held = Claim.objects.filter(Q(person__left_at__isnull=False) | Q(person__is_active=False), state=Claim.State.OPEN)
    return sum(release(claim=claim, now=now) for claim in held.order_by("pk")[:most])


def require_open(*, story: Story, now: datetime) -> None:
    """This will do nothing for a story that is out. Errors: Retracted; Over."""
    if story.state == Story.State.RETRACTED:
        raise Retracted(_("This story was taken back. Do not share it any more."), code="retracted")
    if not story.is_open(now):
        raise Over(_("This story is over. There are others in the library."), code="over")


def _refuse(*, story: Story, now: datetime) -> Claim:
    row = Availability.objects.filter(story=story).first()
    today = company.day(at=now, zone=company.current().zone)
    if row and row.waiting and places.is_free(counter=row, story=story, day=today):
        raise OthersWait(
            _("Colleagues wait in line for the next place. Wait with them, and you are told."), code="full"
        )
    if row and row.taken < story.places and row.day == today and row.taken_today >= (story.places_per_day or 0):
        raise FullToday(_("Today’s places are gone. Come back tomorrow."), code="full_today")
    raise Full(_("All places are taken. One comes back when a colleague lets go."), code="full")


def _end(*, claim: Claim, state: str, now: datetime) -> bool:
    zone = company.current().zone
    with transaction.atomic():
        ended = Claim.objects.filter(pk=claim.pk, state=Claim.State.OPEN).update(state=state, ended_at=now)
        if not ended:
            return False
        places.give_back(story_id=claim.story_id, day=company.day(at=claim.taken_at, zone=zone))
    claim.state, claim.ended_at = state, now
    return True


def _give_notice(*, claim: Claim, now: datetime) -> None:
    zone = _zone(claim.person)
    days = (company.day(at=claim.keep_until, zone=zone) - company.day(at=now, zone=zone)).days
    with translation.override(claim.person.language):
        names = {"story": claim.story.title, "time": date_format(claim.keep_until.astimezone(zone), "TIME_FORMAT")}
        title = _("Your place for “%(story)s” ends tomorrow") if days else _("Your place for “%(story)s” ends today")
        text = _("It is kept until %(time)s. Tell it, let it go, or keep it one more day.")
        if claim.extended_at:
            text = _("It is kept until %(time)s. Tell it, or let it go.")
        notifications.add(
            person=claim.person,
            key=f"claim-ending:{claim.public_id}",
            title=title % names,
            text=text % names,
            path=reverse("compose", args=[claim.public_id]),
            now=now,
        )


def _tell_of_the_end(*, claim: Claim, is_opened: bool, now: datetime) -> None:
    with translation.override(claim.person.language):
        names = {"story": claim.story.title}
        if claim.story.state == Story.State.RETRACTED:
            title = _("“%(story)s” was taken back") % names
            text = _("Your place is gone with it. What you wrote is still yours.")
        elif is_opened:
            title = _("Did you post “%(story)s”?") % names
            text = _("Your time was over and the place went back. If the post is out, tell us, and it counts.")
        else:
            title = _("Your place for “%(story)s” went back") % names
            text = _("Its time was over. What you wrote is kept; take a place again when you like.")
        notifications.add(
            person=claim.person,
            key=f"claim-ended:{claim.public_id}",
            title=title,
            text=text,
            path=reverse("compose", args=[claim.public_id]),
            now=now,
        )
