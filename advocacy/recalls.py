"""Recalls: a story was taken back after somebody had told it; what he is asked to do, and what he did."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Case, Count, Exists, IntegerField, OuterRef, Q, QuerySet, Value, When
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

import networks
from accounts import notifications
from accounts.models import Person
from accounts.roles import Role
from advocacy.models import Recall, Share
from content.models import Story

REMIND_AFTER = timedelta(days=2)
# What may stand out there: also what was opened and never confirmed.
MAY_BE_OUT = (Share.State.OPENED, Share.State.POSTED)


class NotAsked(ValidationError):
    """Nobody asked for this post to be taken down."""


class UnknownAnswer(ValidationError):
    pass


@dataclass(frozen=True)
class Progress:
    """How far the follow-up of a retracted story is, in posts; `people` still have to act."""

    posts: int
    open: int
    people: int
    removed: int
    corrected: int
    never_out: int


def open(*, now: datetime, most: int = 500) -> int:  # noqa: A001 - the state that it leads to
    """This will ask everybody who told a story that was taken back to act, and say how many posts that concerns.

    Shape: a row for each post and one message for each person and story, in one transaction. Safe to repeat, and by two
    at once: rows and messages are unique.
    """
    retracted = Story.objects.filter(state=Story.State.RETRACTED)
    asked = Recall.objects.filter(share=OuterRef("pk"))
    missing = Share.objects.filter(~Exists(asked), story__in=retracted, state__in=MAY_BE_OUT)
    rows = list(missing.select_related("person", "story").order_by("story", "person", "pk")[:most])
    for shares in _by_person(rows):
        with transaction.atomic():
            Recall.objects.bulk_create([Recall(share=share, told_at=now) for share in shares], ignore_conflicts=True)
            _ask(person=shares[0].person, story=shares[0].story, now=now)
    return len(rows)


def remind(*, now: datetime, most: int = 500) -> int:
    """This will remind people once, two days after they were asked, and say how many posts that concerns.

    Safe to repeat, and by two at once. Who left is not reminded.
    """
    due = Recall.objects.filter(answer="", reminded_at=None, told_at__lte=now - REMIND_AFTER)
    due = due.filter(share__person__is_active=True, share__person__left_at=None)
    rows = list(due.select_related("share__person", "share__story").order_by("share__story", "share__person")[:most])
    for shares in _by_person(recall.share for recall in rows):
        mine = Recall.objects.filter(share__in=shares, answer="", reminded_at=None)
        with transaction.atomic():
            if mine.update(reminded_at=now):
                _ask(person=shares[0].person, story=shares[0].story, now=now, again=True)
    return len(rows)


def answer(*, share: Share, answer: str, now: datetime) -> Recall:
    """This will note what somebody did about a post that was to be taken back; an empty answer takes it back.

    Safe to repeat. Errors: UnknownAnswer; NotAsked.
    """
    if answer and answer not in Recall.Answer.values:
        raise UnknownAnswer(_("Choose one of the three: taken down, corrected, or never out."), code="unknown_answer")
    rows = Recall.objects.filter(share=share)
    if not rows.exclude(answer=answer).update(answer=answer, answered_at=now if answer else None) and not rows.exists():
        raise NotAsked(_("Nobody asked you to take this post back."), code="not_asked")
    return rows.get()


def of(*, share: Share) -> Recall | None:
    """This will find what was asked about a post. Source: one query."""
    return Recall.objects.filter(share=share).first()


def own(*, person: Person, story: Story) -> list[Recall]:
    """This will list what somebody was asked about his posts of a story, by network. Source: one query."""
    mine = Recall.objects.filter(share__person=person, share__story=story)
    return list(mine.select_related("share__link").order_by("share__network"))


def of_story(*, story: Story) -> QuerySet[Recall]:
    """This will list all posts of a retracted story with what came of them: who has to act first, then by name."""
    is_done = Case(When(answer="", then=Value(0)), default=Value(1), output_field=IntegerField())
    rows = Recall.objects.filter(share__story=story).select_related("share__person__team")
    return rows.order_by(is_done, "share__person__name", "share__person", "share__network")


def followed(*, person: Person) -> QuerySet[Story]:
    """This will keep the retracted stories in the reach of who may retract: curators and approvers."""
    retracted = Q(state=Story.State.RETRACTED)
    return Story.objects.filter(
        Q(pk__in=Story.objects.in_reach(person, role=Role.CURATOR).filter(retracted).values("pk"))
        | Q(pk__in=Story.objects.in_reach(person, role=Role.APPROVER).filter(retracted).values("pk"))
    )


def progress(*, story: Story) -> Progress:
    """This will count how far the follow-up is. Source: one query."""
    answers, waiting = Recall.Answer, Q(answer="")
    return Progress(
        **Recall.objects.filter(share__story=story).aggregate(
            posts=Count("pk"),
            open=Count("pk", filter=waiting),
            people=Count("share__person", filter=waiting, distinct=True),
            removed=Count("pk", filter=Q(answer=answers.REMOVED)),
            corrected=Count("pk", filter=Q(answer=answers.CORRECTED)),
            never_out=Count("pk", filter=Q(answer=answers.NEVER_OUT)),
        )
    )


def advice(*, network: str) -> str:
    """This will say what can be done about a post on a network, in one sentence."""
    special = {
        "email": _("A mail cannot be taken back. Write to the people who got it what was wrong."),
        "copy": _("Wherever you put the text: take it down there, or correct it."),
        "sheet": _("Wherever you put the text: take it down there, or correct it."),
        "bluesky": _("Bluesky does not change a post. Take it down, or answer it with the correction."),
        "x": _("Take the post down, or answer it with the correction."),
        "whatsapp": _("Delete it for everybody, or write to the people who got it what was wrong."),
        "telegram": _("Delete it for everybody, or write to the people who got it what was wrong."),
    }
    usual = _("Take the post down on %(network)s, or correct it there.")
    return special.get(network) or usual % {"network": networks.get(network).name}


def _by_person(shares: Iterable[Share]) -> list[list[Share]]:
    return [list(group) for _key, group in groupby(shares, key=lambda share: (share.story_id, share.person_id))]


def _ask(*, person: Person, story: Story, now: datetime, again: bool = False) -> None:
    with translation.override(person.language):
        names = {"story": story.title}
        title = _("Take your post down, or correct it: “%(story)s”") % names
        text = _("The story was taken back: %(reason)s Your post may still be out.")
        if again:
            title = _("Is your post about “%(story)s” still out?") % names
            text = _("The story was taken back: %(reason)s Tell us what you did, and nobody asks again.")
        notifications.add(
            person=person,
            key=f"recall{'-again' if again else ''}:{story.public_id}",
            title=title,
            text=text % {"reason": story.retract_reason.rstrip(".") + "." if story.retract_reason else ""},
            path=reverse("recall", args=[story.public_id]),
            now=now,
        )
