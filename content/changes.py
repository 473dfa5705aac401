"""What changed between two manuscripts, in words for the person who has to say yes."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from difflib import SequenceMatcher
from typing import Any, Literal

from django.conf import settings
from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

import networks
from content import kinds, manuscripts
from content.manuscripts import Manuscript
from content.models import Campaign, Picture

MOST_WORDS = 1_500  # compared word by word within one passage; a longer passage counts as new
A_WORD = re.compile(r"\S+\s*|\s+")
A_LINE = re.compile(r"[^\n]*\n+|[^\n]+")

Kind = Literal["same", "gone", "new"]


@dataclass(frozen=True)
class Piece:
    """Words that stayed, went or came."""

    kind: Kind
    text: str

    @property
    def said(self) -> str:
        """The words without the white space after them, which nobody has to see marked."""
        return self.text.rstrip()

    @property
    def space(self) -> str:
        return self.text[len(self.text.rstrip()) :]


@dataclass(frozen=True)
class Change:
    """One thing; an empty text was or is not there."""

    label: str
    before: str
    after: str

    @property
    def pieces(self) -> tuple[Piece, ...]:
        """What went and what came, word by word."""
        return words(before=self.before, after=self.after)


def words(*, before: str, after: str) -> tuple[Piece, ...]:
    """This will mark the words that went and that came, so that both texts can be read out of the answer.

    Shape: the pieces in their order; without the new ones they are `before`, without the gone ones `after`, but for
    white space at the seams. What went stands before what came in its place.
    Long texts are compared by lines first, and only lines that differ by words; a passage of more than 1,500 words
    counts as replaced, so that the time stays short whatever somebody sends.
    """
    pieces: list[Piece] = []
    for old, new in _passages(A_LINE.findall(before), A_LINE.findall(after)):
        if old == new:
            _put(pieces, "same", "".join(new))
            continue
        old_words, new_words = A_WORD.findall("".join(old)), A_WORD.findall("".join(new))
        if max(len(old_words), len(new_words)) > MOST_WORDS:
            _put(pieces, "gone", "".join(old_words))
            _put(pieces, "new", "".join(new_words))
            continue
        for gone, came in _passages(old_words, new_words):
            if [each.strip() for each in gone] == [each.strip() for each in came]:
                # The one with white space after it, so that neither text sticks together.
                same = (new if new[-1:].isspace() else old for old, new in zip(gone, came, strict=True))
                _put(pieces, "same", "".join(same))
            else:
                _put(pieces, "gone", "".join(gone))
                _put(pieces, "new", "".join(came))
    return tuple(pieces)


def _passages(before: list[str], after: list[str]) -> list[tuple[list[str], list[str]]]:
    """Pairs of what stands in the same place, those that are alike and those that are not, in order."""
    if not before and not after:
        return []
    # White space at the end of a word or line does not make it another one.
    match = SequenceMatcher(
        None, [each.strip() for each in before], [each.strip() for each in after], autojunk=len(before) > MOST_WORDS
    )
    return [(before[i:j], after[k:m]) for _kind, i, j, k, m in match.get_opcodes()]


def _put(pieces: list[Piece], kind: Kind, text: str) -> None:
    if not text:
        return
    if pieces and pieces[-1].kind == kind:
        text = pieces.pop().text + text
    pieces.append(Piece(kind, text))


def between(*, before: Manuscript | None, after: Manuscript) -> tuple[Change, ...]:
    """This will name what differs, in the editor's order; without `before`, everything that is said.

    Units: dates and times in the time zone that is active. Source: up to ten queries.
    """
    lines = _lines(after)
    earlier = dict(_lines(before)) if before is not None else {}
    return tuple(
        Change(label=label, before=earlier.get(label, ""), after=text)
        for label, text in lines
        if text != earlier.get(label, "")
    )


def _lines(manuscript: Manuscript) -> Sequence[tuple[str, str]]:
    languages = {code: str(name) for code, name in settings.LANGUAGES}
    topics = manuscripts.topics_of(manuscript)
    return (
        (_("Title"), manuscript.title),
        (_("In two sentences"), manuscript.summary),
        (_("Link"), manuscript.url),
        *kinds.lines(manuscript),
        (_("Language"), languages.get(manuscript.language, manuscript.language)),
        (_("Minutes to read"), str(manuscript.minutes)),
        (_("Campaign"), _named(Campaign.objects.all(), manuscript.campaign)),
        (_("Topics"), ", ".join(sorted(str(topics[each]) for each in manuscript.topics if each in topics))),
        (_("Picture"), _named(Picture.objects.all(), manuscript.picture)),
        (_("What the picture shows"), manuscript.picture_alt),
        (_("Readers"), manuscript.value_reader),
        (_("The colleague"), manuscript.value_employee),
        (_("The company"), manuscript.value_company),
        (_("Questions"), "\n".join(manuscript.prompts)),
        (_("Captions"), "\n".join(_caption(caption, languages) for caption in manuscript.captions)),
        (_("For whom"), "\n".join(audience(manuscript))),
        (_("Goes live"), _moment(manuscript.goes_live_at) or _("as soon as it is approved")),
        (_("Ends"), _moment(manuscript.expires_at)),
        (_("Places"), str(manuscript.places)),
        (_("Places a day"), str(manuscript.places_per_day or _("no limit"))),
        (_("A place is kept for"), _("%(days)s days") % {"days": manuscript.claim_days}),
        (_("Facts"), "\n".join(_fact(line) for line in manuscript.evidence)),
    )


def audience(manuscript: Manuscript) -> list[str]:
    """This will write each audience rule as a line: "Signalling · North · German". Source: two queries at most."""
    teams, topics = manuscripts.teams_of(manuscript), manuscripts.topics_of(manuscript)
    languages = {code: str(name) for code, name in settings.LANGUAGES}
    return [
        " · ".join(
            filter(
                None,
                (
                    str(teams.get(rule.team, _("a team that is gone"))) if rule.team else "",
                    rule.region,
                    languages.get(rule.language, rule.language),
                    _("interested in %(topic)s") % {"topic": topics.get(rule.topic, _("a topic that is gone"))}
                    if rule.topic
                    else "",
                ),
            )
        )
        or _("Everybody")
        for rule in manuscript.audience
    ]


def _caption(caption: manuscripts.CaptionWords, languages: dict[str, str]) -> str:
    network = str(networks.get(caption.network).name) if caption.network else _("Any network")
    return f"{network}, {languages.get(caption.language, caption.language)}: {caption.text}"


def _fact(line: manuscripts.EvidenceLine) -> str:
    until = ""
    if line.holds_until:
        day = date_format(date.fromisoformat(line.holds_until), "DATE_FORMAT")
        until = _("holds until %(day)s") % {"day": day}
    return " · ".join(filter(None, (line.statement, line.source, line.url, until)))


def _named(rows: QuerySet[Any], public_id: str) -> str:
    return str(rows.filter(public_id=public_id).first() or "") if public_id else ""


def _moment(at: datetime | None) -> str:
    return date_format(localtime(at), "DATETIME_FORMAT") if at else ""
