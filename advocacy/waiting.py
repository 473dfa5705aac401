"""The line for a story whose places are taken: who waits gets the next one, in the order of coming."""

from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import F, Q, QuerySet
from django.http import Http404
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from accounts import company, notifications
from accounts.models import Person
from advocacy import claims, places, readings
from advocacy.models import Availability, Claim, Decline, WaitingPlace
from content.models import Story


class PlaceFree(ValidationError):
    """Nobody needs to wait."""


class HasPlace(ValidationError):
    """The person holds a place already."""


@dataclass(frozen=True)
class Line:
    """The line before a story as one person finds it: is there a reason to wait, how many wait, which one is he?"""

    is_full: bool
    length: int
    position: int | None

    @property
    def sentence(self) -> str:
        """Where the person stands, in words; empty for who does not wait."""
        if self.position is None:
            return ""
        words = {1: _("You are first in line."), 2: _("You are second in line."), 3: _("You are third in line.")}
        return words.get(self.position) or _("You are number %(position)d in line.") % {"position": self.position}


def of(*, person: Person, story: Story, now: datetime) -> Line:
    """This will say how the line before a story looks to a person. Source: two queries, a third for who waits."""
    counter = Availability.objects.filter(story=story).first()
    mine = _open(story=story).filter(person=person).first()
    day = company.day(at=now, zone=company.current().zone) if counter else None
    is_full = bool(counter and day and (counter.waiting or not places.is_free(counter=counter, story=story, day=day)))
    return Line(
        is_full=is_full and story.is_open(now),
        length=counter.waiting if counter else 0,
        position=_position(place=mine) if mine else None,
    )


def join(*, person: Person, story: Story, now: datetime) -> WaitingPlace:
    """This will put a person who has read the story at the end of its line.

    Safe to repeat: who waits keeps his place in the line.
    Errors: Http404 when the story is not meant for the person; claims.Retracted; claims.Over; readings.NotRead;
    HasPlace; PlaceFree.
    """
    if not Story.objects.shown_to(person).filter(pk=story.pk).exists():
        raise Http404
    claims.require_open(story=story, now=now)
    readings.require(person=person, story=story, now=now)
    if claims.of(person=person, story=story):
        raise HasPlace(_("You have a place already."), code="has_place")
    places.lay_out(stories=[story])
    mine = _open(story=story).filter(person=person)
    try:
        with transaction.atomic():
            counter = places.lock(story_id=story.pk)
            known = mine.first()
            if known or counter is None:
                return known or mine.get()
            day = company.day(at=now, zone=company.current().zone)
            if not counter.waiting and places.is_free(counter=counter, story=story, day=day):
                raise PlaceFree(_("A place is free. Take it."), code="place_free")
            waiting = WaitingPlace.objects.create(person=person, story=story, since=now)
            Availability.objects.filter(pk=counter.pk).update(waiting=F("waiting") + 1)
            return waiting
    except IntegrityError:
        return mine.get()


def leave(*, person: Person, story: Story, now: datetime) -> bool:
    """This will take a person out of a story's line, and say whether he stood in it. Safe to repeat."""
    with transaction.atomic():
        places.lock(story_id=story.pk)
        return _end(rows=_open(story=story).filter(person=person), story=story, now=now)


def serve(*, now: datetime, most: int = 200) -> int:
    """This will give free places to those who wait, close the lines of stories that are over, and say how many changed.

    Shape: each place in its own short transaction under the counter's lock, so that the order of the line holds. Who
    left, put the story aside or may not see it any more is passed over. Safe to repeat, and by two at once.
    """
    free = Availability.objects.filter(waiting__gt=0, story__in=Story.objects.live(now), taken__lt=F("story__places"))
    done = close(now=now, most=most)
    for counter in free.select_related("story").order_by("pk")[:most]:
        for _turn in range(most):
            if not _serve_next(story=counter.story, now=now):
                break
            done += 1
    return done


def close(*, now: datetime, most: int = 200) -> int:
    """This will end the waiting for stories that are over, tell those who waited, and say how many. Safe to repeat."""
    over = Q(story__state__in=(Story.State.ENDED, Story.State.RETRACTED)) | Q(story__expires_at__lte=now)
    closed = 0
    for waiting in WaitingPlace.objects.filter(over, ended_at=None).select_related("story", "person")[:most]:
        with transaction.atomic():
            places.lock(story_id=waiting.story_id)
            if _end(rows=WaitingPlace.objects.filter(pk=waiting.pk), story=waiting.story, now=now):
                _tell_of_the_end(waiting=waiting, now=now)
                closed += 1
    return closed


def _serve_next(*, story: Story, now: datetime) -> bool:
    """Give the first in line a place, or pass him over; False when there is no place or nobody."""
    day = company.day(at=now, zone=company.current().zone)
    with transaction.atomic():
        counter = places.lock(story_id=story.pk)
        if counter is None or not counter.waiting or not places.is_free(counter=counter, story=story, day=day):
            return False
        first = _open(story=story).select_related("person__team").order_by("since", "pk").first()
        if first is None:
            # Rows that went with their person: nobody is there, so nobody is counted.
            Availability.objects.filter(pk=counter.pk).update(waiting=0)
            return False
        claim = Claim(
            person=first.person,
            story=story,
            story_version=story.approved_version or 0,
            taken_at=now,
            keep_until=claims.keep_until(story=story, now=now),
        )
        if _wants(waiting=first) and places.take_from_line(claim=claim, now=now):
            WaitingPlace.objects.filter(pk=first.pk).update(claim=claim, ended_at=now)
            _tell_of_the_place(claim=claim, now=now)
        else:
            _end(rows=WaitingPlace.objects.filter(pk=first.pk), story=story, now=now)
    return True


def _wants(*, waiting: WaitingPlace) -> bool:
    person = waiting.person
    put_aside = Decline.objects.filter(person=person, story=waiting.story_id, at__gt=waiting.since)
    return person.is_active and person.left_at is None and not put_aside.exists()


def _open(*, story: Story) -> QuerySet[WaitingPlace]:
    return WaitingPlace.objects.filter(story=story, ended_at=None)


def _position(*, place: WaitingPlace) -> int:
    before = Q(since__lt=place.since) | Q(since=place.since, pk__lt=place.pk)
    return WaitingPlace.objects.filter(before, story=place.story_id, ended_at=None).count() + 1


def _end(*, rows: QuerySet[WaitingPlace], story: Story, now: datetime) -> bool:
    ended = rows.filter(ended_at=None).update(ended_at=now)
    if ended:
        Availability.objects.filter(story=story, waiting__gt=0).update(waiting=F("waiting") - 1)
    return bool(ended)


def _tell_of_the_place(*, claim: Claim, now: datetime) -> None:
    with translation.override(claim.person.language):
        notifications.add(
            person=claim.person,
            key=f"waiting-served:{claim.public_id}",
            title=_("A place for “%(story)s” is yours") % {"story": claim.story.title},
            text=_("You waited for it. It is kept for you until %(end)s.") % {"end": claims.end_in_words(claim=claim)},
            path=reverse("compose", args=[claim.public_id]),
            now=now,
        )


def _tell_of_the_end(*, waiting: WaitingPlace, now: datetime) -> None:
    with translation.override(waiting.person.language):
        names = {"story": waiting.story.title}
        title = _("“%(story)s” was over before a place came free") % names
        if waiting.story.state == Story.State.RETRACTED:
            title = _("“%(story)s” was taken back") % names
        notifications.add(
            person=waiting.person,
            key=f"waiting-over:{waiting.public_id}",
            title=title,
            text=_("You do not wait for it any more. There are others in the library."),
            path=reverse("library"),
            now=now,
            by_mail=False,
        )
