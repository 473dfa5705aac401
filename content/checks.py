"""Before it goes out: what a manuscript must have, and what of it is missing."""

from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from content import audiences
from content.manuscripts import Manuscript


class NotReady(ValidationError):
    """Something is missing; the sentence names it."""


@dataclass(frozen=True)
class Check:
    text: str
    is_done: bool


def of(*, manuscript: Manuscript, people: int, now: datetime) -> tuple[Check, ...]:
    """This will list all that is checked, in the editor's order; `people` is how many the audience reaches."""
    starts_at = max(manuscript.goes_live_at or now, now)
    ends_well = manuscript.expires_at is not None and manuscript.expires_at > starts_at
    return (
        Check(_("a link to the page"), bool(manuscript.url)),
        Check(_("a title"), bool(manuscript.title.strip())),
        Check(_("a summary"), bool(manuscript.summary.strip())),
        Check(_("a campaign, and so a reason"), bool(manuscript.campaign)),
        Check(_("three reasons to tell it"), all(value.strip() for value in manuscript.values)),
        Check(_("a description of the picture"), not manuscript.picture or bool(manuscript.picture_alt.strip())),
        Check(_("a caption"), bool(manuscript.captions)),
        Check(_("people for whom it is meant"), people > 0),
        Check(_("an end after its beginning"), ends_well),
    )


def require_ready(*, manuscript: Manuscript, now: datetime) -> None:
    """This will do nothing when all checks are done.

    Errors: NotReady, naming what is missing.
    """
    people = audiences.reach(manuscript=manuscript).people
    missing = [check.text for check in of(manuscript=manuscript, people=people, now=now) if not check.is_done]
    if missing:
        sentence = format_lazy("{}: {}.", gettext_lazy("Still missing"), ", ".join(missing))
        raise NotReady(sentence, code="not_ready")
