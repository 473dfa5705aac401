"""Before it goes out: what a manuscript must have, what of it is missing, and what in it cannot be right."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.core.exceptions import ValidationError
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

import networks
from accounts import company
from content import audiences, kinds
from content.manuscripts import EvidenceLine, Manuscript


class NotReady(ValidationError):
    """Something is missing or cannot be right; the sentence names it."""


@dataclass(frozen=True)
class Check:
    text: str
    is_done: bool


@dataclass(frozen=True)
class Problem:
    """Something that stands there and cannot be right.

    `field` is a field of the manuscript, and `line` counts from 0 within captions and evidence.
    """

    field: str
    text: str
    line: int | None = None


def of(*, manuscript: Manuscript, people: int, now: datetime) -> tuple[Check, ...]:
    """This will list all that is checked, in the editor's order; `people` is how many the audience reaches."""
    wrong = {problem.field for problem in problems(manuscript=manuscript, people=people, now=now)}
    return (
        *([Check(_("a link to the page"), bool(manuscript.url))] if kinds.needs_url(manuscript.kind) else []),
        Check(_("a title"), bool(manuscript.title.strip())),
        Check(_("a summary"), bool(manuscript.summary.strip())),
        Check(_("a campaign, and so a reason"), bool(manuscript.campaign)),
        *(Check(need.text, need.is_done) for need in kinds.checks(manuscript, now)),
        Check(_("a description of the picture"), not manuscript.picture or bool(manuscript.picture_alt.strip())),
        Check(_("three reasons to tell it"), all(value.strip() for value in manuscript.values)),
        Check(_("a caption"), bool(manuscript.captions)),
        *([Check(_("captions that fit their networks"), is_done=False)] if "captions" in wrong else []),
        Check(_("people for whom it is meant"), people > 0),
        Check(_("an end after its beginning"), manuscript.expires_at is not None and "expires_at" not in wrong),
        *([Check(_("proof for every fact, to the end"), "evidence" not in wrong)] if manuscript.evidence else []),
    )


def problems(*, manuscript: Manuscript, people: int, now: datetime) -> tuple[Problem, ...]:
    """This will say of everything that stands there and cannot be right why, in the editor's order.

    Units: days in the company's zone. Source: one query at most, for that zone.
    """
    return (
        *_of_captions(manuscript),
        *_of_audience(manuscript, people),
        *_of_end(manuscript, now),
        *_of_evidence(manuscript),
    )


def require_ready(*, manuscript: Manuscript, now: datetime) -> None:
    """This will do nothing when all checks are done.

    Errors: NotReady, naming what is missing and what cannot be right.
    """
    people = audiences.reach(manuscript=manuscript).people
    missing = [check.text for check in of(manuscript=manuscript, people=people, now=now) if not check.is_done]
    if missing:
        sentence = _("Still missing: %(parts)s.") % {"parts": ", ".join(missing)}
        reasons = (each.text for each in problems(manuscript=manuscript, people=people, now=now))
        raise NotReady(" ".join((sentence, *reasons)), code="not_ready")


def _of_captions(manuscript: Manuscript) -> list[Problem]:
    found = []
    for line, caption in enumerate(manuscript.captions):
        if not caption.network:
            continue
        network = networks.get(caption.network)
        count = network.count(caption.text)
        if count.is_over:
            sentence = _("%(over)s too many for %(network)s, which takes %(limit)s.") % {
                "over": number_format(-(count.left or 0), force_grouping=True),
                "network": network.name,
                "limit": number_format(count.limit or 0, force_grouping=True),
            }
            found.append(Problem("captions", sentence, line))
    return found


def _of_audience(manuscript: Manuscript, people: int) -> list[Problem]:
    if people or not manuscript.audience:
        return []
    return [Problem("audience", _("Nobody fits these lines. Choose a wider team, region, language or interest."))]


def _of_end(manuscript: Manuscript, now: datetime) -> list[Problem]:
    ends_at, starts_at = manuscript.expires_at, manuscript.goes_live_at
    if ends_at is None:
        return []
    if starts_at is not None and ends_at <= starts_at:
        return [Problem("expires_at", _("It would end before it goes live. Choose a later end."))]
    if ends_at <= now:
        return [Problem("expires_at", _("This end has passed already. Choose a later one."))]
    return []


def _of_evidence(manuscript: Manuscript) -> list[Problem]:
    if not manuscript.evidence:
        return []
    ends_on = None
    if manuscript.expires_at is not None:
        # A story that ends at midnight has its last moment on the day before.
        ends_on = company.day(at=manuscript.expires_at - timedelta(seconds=1), zone=company.current().zone)
    found = []
    for line, fact in enumerate(manuscript.evidence):
        sentence = _why_not(fact, ends_on)
        if sentence:
            found.append(Problem("evidence", sentence, line))
    return found


def _why_not(fact: EvidenceLine, ends_on: date | None) -> str:
    if not fact.statement.strip():
        return _("Say which fact this proves, in the story’s own words.")
    if not fact.source.strip():
        return _("Say where “%(statement)s” is written.") % {"statement": fact.statement}
    if not fact.holds_until or ends_on is None:
        return ""
    holds_until = date.fromisoformat(fact.holds_until)
    if holds_until >= ends_on:
        return ""
    return _(
        "“%(statement)s” holds until %(holds)s, and the story ends on %(ends)s. End it earlier, or bring newer proof."
    ) % {
        "statement": fact.statement,
        "holds": date_format(holds_until, "DATE_FORMAT"),
        "ends": date_format(ends_on, "DATE_FORMAT"),
    }
