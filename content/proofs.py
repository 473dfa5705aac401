"""A version as it is read before the yes: part by part, what changed in it, and the remarks at their place."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.conf import settings
from django.utils.formats import number_format
from django.utils.translation import gettext as _

import networks
from content import changes, remarks
from content.manuscripts import Manuscript
from content.remarks import Placed

# Shown in parts of their own, whole.
APART = ("captions", "evidence", "audience")


@dataclass(frozen=True)
class Part:
    """One thing that a version says; `field` is empty where nobody can put a remark."""

    label: str
    field: str
    pieces: Sequence[changes.Piece]  # what changed, word by word; empty when nothing is compared
    marked: Sequence[remarks.Piece]  # the words, with those marked that a remark quotes
    placed: Sequence[Placed]
    is_voice: bool  # what somebody wrote, not a setting


@dataclass(frozen=True)
class CaptionLine:
    text: str
    network: str
    language: str
    count: str
    is_over: bool


@dataclass(frozen=True)
class FactLine:
    statement: str
    source: str
    url: str
    until: date | None


@dataclass(frozen=True)
class Proof:
    written: Sequence[Part]
    offered: Sequence[Part]
    captions: Sequence[CaptionLine]
    facts: Sequence[FactLine]
    apart: Mapping[str, Sequence[Placed]] = field(default_factory=dict)  # remarks on captions, facts, audience


def of(*, before: Manuscript | None, after: Manuscript, placed: Sequence[Placed]) -> Proof:
    """This will lay out what a version says, or what differs in it from `before`, with the open remarks.

    Shape: in the editor's order; what is written, then how it is offered. A part that did not change and has a remark
    is there as well. Source: `changes.between`.
    """
    named = {str(label): name for name, label in remarks.FIELDS.items()}
    by_field = remarks.by_field(placed)
    written: list[Part] = []
    offered: list[Part] = []
    shown: set[str] = set()
    for change in changes.between(before=before, after=after):
        name = named.get(change.label, "")
        if before is None and name in APART:
            continue
        shown.add(name)
        part = _part(change=change, name=name, placed=by_field.get(name, ()), is_compared=before is not None)
        (written if part.is_voice else offered).append(part)
    for name in (each for each in by_field if each not in shown and each not in APART):
        text = remarks.words(manuscript=after, field=name)
        change = changes.Change(label=str(remarks.FIELDS.get(name, name)), before=text, after=text)
        written.append(_part(change=change, name=name, placed=by_field[name], is_compared=False))
    apart = {name: by_field.get(name, ()) for name in APART if before is None or name not in shown}
    return Proof(
        written=written,
        offered=offered,
        captions=captions(manuscript=after),
        facts=facts(manuscript=after),
        apart=apart,
    )


def facts(*, manuscript: Manuscript) -> list[FactLine]:
    """This will list what the version claims as facts, with the last day on which each holds."""
    return [
        FactLine(
            statement=line.statement,
            source=line.source,
            url=line.url,
            until=date.fromisoformat(line.holds_until) if line.holds_until else None,
        )
        for line in manuscript.evidence
    ]


def captions(*, manuscript: Manuscript) -> list[CaptionLine]:
    """This will list the captions with how long a post of nothing else would be, by its network's own rule."""
    languages = {code: str(name) for code, name in settings.LANGUAGES}
    found = []
    for caption in manuscript.captions:
        name, count, is_over = str(_("Any network")), "", False
        if caption.network:
            network = networks.get(caption.network)
            text = f"{caption.text}\n\n{manuscript.url}" if manuscript.url else caption.text
            counted = network.count(text, manuscript.url)
            name, is_over = str(network.name), counted.is_over
            if counted.limit is not None:
                count = _("%(used)s of %(limit)s") % {
                    "used": number_format(counted.used, force_grouping=True),
                    "limit": number_format(counted.limit, force_grouping=True),
                }
        found.append(
            CaptionLine(
                text=caption.text,
                network=name,
                language=languages.get(caption.language, caption.language),
                count=count,
                is_over=is_over,
            )
        )
    return found


def _part(*, change: changes.Change, name: str, placed: Sequence[Placed], is_compared: bool) -> Part:
    quotes = [each.remark.quote for each in placed if each.stands]
    return Part(
        label=change.label,
        field=name,
        pieces=change.pieces if is_compared else (),
        marked=remarks.pieces(text=change.after, quotes=quotes),
        placed=placed,
        is_voice=bool(name) and name not in {"url", "goes_live_at", "expires_at"},
    )
