"""The eight kinds of stories: what each is for, which fields it has, and what it must have before it goes out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, NamedTuple

from django.utils.formats import date_format, number_format
from django.utils.functional import Promise
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from content.manuscripts import Manuscript
from content.models import Attachment, Story

Kind = Story.Kind


class Need(NamedTuple):
    """One thing that is looked at before a story goes out; the text names it: "a deadline that is still to come"."""

    text: str
    is_done: bool


@dataclass(frozen=True)
class About:
    """What a kind is for, in a line, and its sign."""

    kind: str
    line: str | Promise
    icon: str

    @property
    def name(self) -> str:
        return str(Kind(self.kind).label)


ABOUT: tuple[About, ...] = (
    About(Kind.LINK, gettext_lazy("Something that stands on the web already, ours or not."), "link"),
    About(Kind.ARTICLE, gettext_lazy("A page of our own, written here."), "document-text"),
    About(Kind.IMAGE, gettext_lazy("A picture that says it, and a line below it."), "photo"),
    About(Kind.VIDEO, gettext_lazy("A film file, with its words for those who read it."), "film"),
    About(Kind.DOCUMENT, gettext_lazy("A report or a leaflet as PDF, with what it says."), "document-arrow-down"),
    About(Kind.EVENT, gettext_lazy("A day and a place, with a calendar file."), "calendar-days"),
    About(Kind.JOB, gettext_lazy("A place in a team, until when, and where to apply."), "briefcase"),
    About(Kind.OFFER, gettext_lazy("A code for readers, how many, and until when."), "gift"),
)
# The fields of the manuscript that a kind has besides those that every story has.
FIELDS: Mapping[str, tuple[str, ...]] = {
    Kind.LINK: (),
    Kind.ARTICLE: ("body",),
    Kind.IMAGE: (),
    Kind.VIDEO: ("attachment", "attachment_text"),
    Kind.DOCUMENT: ("attachment", "attachment_text"),
    Kind.EVENT: ("place", "event_starts_at", "event_ends_at"),
    Kind.JOB: ("place", "deadline_at"),
    Kind.OFFER: ("offer_code", "offer_stock", "deadline_at"),
}


def needs_url(kind: str) -> bool:
    """This will say whether a story of this kind is nothing without a link."""
    return kind in {Kind.LINK, Kind.JOB}


def turned(manuscript: Manuscript, *, kind: str) -> Manuscript:
    """This will make a story of another kind; every word stays, only a file that is not of the kind goes.

    Source: one query when there is a file.
    """
    stays = manuscript.attachment and Attachment.objects.filter(public_id=manuscript.attachment, kind=kind).exists()
    return replace(manuscript, kind=kind, attachment=manuscript.attachment if stays else "")


def initial(manuscript: Manuscript) -> dict[str, Any]:
    """This will give the values of the kind's own fields, for its form."""
    return {name: getattr(manuscript, name) for name in FIELDS[manuscript.kind]}


def checks(manuscript: Manuscript, now: datetime) -> tuple[Need, ...]:
    """This will list what a manuscript of its kind must have, in the editor's order; a link has nothing of its own."""
    starts_at = max(manuscript.goes_live_at or now, now)
    if manuscript.kind == Kind.ARTICLE:
        return (Need(_("the text of the article"), bool(manuscript.body.strip())),)
    if manuscript.kind == Kind.IMAGE:
        return (Need(_("the picture"), bool(manuscript.picture)),)
    if manuscript.kind == Kind.VIDEO:
        return (
            Need(_("the video file"), bool(manuscript.attachment)),
            Need(_("what is said in the video, in words"), bool(manuscript.attachment_text.strip())),
        )
    if manuscript.kind == Kind.DOCUMENT:
        return (
            Need(_("the document"), bool(manuscript.attachment)),
            Need(_("what the document says, in words"), bool(manuscript.attachment_text.strip())),
        )
    if manuscript.kind == Kind.EVENT:
        return _event(manuscript, starts_at)
    if manuscript.kind == Kind.JOB:
        return (
            Need(_("where the job is"), bool(manuscript.place.strip())),
            *_deadline(manuscript, starts_at),
        )
    if manuscript.kind == Kind.OFFER:
        return (
            Need(_("the code of the offer"), bool(manuscript.offer_code.strip())),
            *_deadline(manuscript, starts_at),
        )
    return ()


def _event(manuscript: Manuscript, starts_at: datetime) -> tuple[Need, ...]:
    begins, ends = manuscript.event_starts_at, manuscript.event_ends_at
    over = ends or begins
    return (
        Need(_("where the event takes place"), bool(manuscript.place.strip())),
        Need(_("a beginning of the event after the story goes live"), begins is not None and begins > starts_at),
        Need(_("an end of the event after its beginning"), begins is not None and (ends is None or ends > begins)),
        Need(
            _("an end of the story no later than the event’s"),
            over is not None and manuscript.expires_at is not None and manuscript.expires_at <= over,
        ),
    )


def _deadline(manuscript: Manuscript, starts_at: datetime) -> tuple[Need, ...]:
    deadline = manuscript.deadline_at
    return (
        Need(_("a deadline after the story goes live"), deadline is not None and deadline > starts_at),
        Need(
            _("an end of the story no later than the deadline"),
            deadline is not None and manuscript.expires_at is not None and manuscript.expires_at <= deadline,
        ),
    )


def lines(manuscript: Manuscript) -> Sequence[tuple[str, str]]:
    """This will say what only some kinds have, line by line, for a difference; what is not there is empty.

    Units: dates and times in the time zone that is active. Source: one query when there is a file.
    """
    return (
        (pgettext("of a story", "Kind"), str(Kind(manuscript.kind).label)),
        (_("Text"), manuscript.body),
        (_("File"), _file(manuscript.attachment)),
        (_("What the file says"), manuscript.attachment_text),
        (_("Place"), manuscript.place),
        (_("The event begins"), _moment(manuscript.event_starts_at)),
        (_("The event ends"), _moment(manuscript.event_ends_at)),
        (_("Deadline"), _moment(manuscript.deadline_at)),
        (_("Code"), manuscript.offer_code),
        (_("How many"), "" if manuscript.offer_stock is None else number_format(manuscript.offer_stock)),
    )


def _file(public_id: str) -> str:
    found = Attachment.objects.filter(public_id=public_id).first() if public_id else None
    return found.name if found else ""


def _moment(at: datetime | None) -> str:
    return date_format(localtime(at), "DATETIME_FORMAT") if at else ""
