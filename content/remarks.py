"""Notes at a place in a story's text: who looks at a version says which words are meant, the curator settles it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import audit, notifications, roles
from accounts.models import Person
from accounts.roles import Role
from content import reach
from content.manuscripts import Manuscript
from content.models import Remark, Story

# The fields of a manuscript that a remark may be about, in the editor's order.
FIELDS: dict[str, str | Promise] = {
    "title": gettext_lazy("Title"),
    "summary": gettext_lazy("In two sentences"),
    "body": gettext_lazy("Text"),
    "url": gettext_lazy("Link"),
    "picture_alt": gettext_lazy("What the picture shows"),
    "attachment_text": gettext_lazy("What the file says"),
    "value_reader": gettext_lazy("Readers"),
    "value_employee": gettext_lazy("The colleague"),
    "value_company": gettext_lazy("The company"),
    "prompts": gettext_lazy("Questions"),
    "captions": gettext_lazy("Captions"),
    "evidence": gettext_lazy("Facts"),
    "audience": gettext_lazy("For whom"),
    "goes_live_at": gettext_lazy("Goes live"),
    "expires_at": gettext_lazy("Ends"),
}
MOST_OPEN = 100


class UnknownField(ValidationError):
    pass


class TextMissing(ValidationError):
    pass


class QuoteNotThere(ValidationError):
    """The quoted words do not stand in that part of the version."""


class TooManyRemarks(ValidationError):
    pass


class NotOpen(ValidationError):
    """The remark is settled, or not settled, already."""


@dataclass(frozen=True)
class Placed:
    """A remark, and whether its words still stand in the text that is shown."""

    remark: Remark
    label: str
    stands: bool


@dataclass(frozen=True)
class Piece:
    """A part of a text; marked when a remark quotes it."""

    text: str
    is_marked: bool


def words(*, manuscript: Manuscript, field: str) -> str:
    """This will give the text of a field as it is shown; empty for a field that is no text."""
    if field == "captions":
        return "\n".join(caption.text for caption in manuscript.captions)
    if field == "prompts":
        return "\n".join(manuscript.prompts)
    if field == "evidence":
        return "\n".join(f"{line.statement}\n{line.source}" for line in manuscript.evidence)
    said = getattr(manuscript, field, "")
    return said if isinstance(said, str) else ""


def add(
    *,
    story: Story,
    version: int,
    manuscript: Manuscript,
    field: str,
    quote: str = "",
    text: str,
    by: Person,
    now: datetime,
) -> Remark:
    """This will note something at a place of a version, which `manuscript` is; the author is told.

    Errors: reach.OutsideReach unless a role of the studio or of a step reaches the story; UnknownField; TextMissing;
    QuoteNotThere; TooManyRemarks when a hundred are open.
    """
    _require_reach(story=story, person=by)
    if field not in FIELDS:
        raise UnknownField(gettext_lazy("Say which part of the story you mean."), code="unknown_field")
    if not text.strip():
        raise TextMissing(gettext_lazy("Write in a few words what you noticed."), code="text_missing")
    plain = _plain(quote)[:300]
    if plain and not _stands(plain, words(manuscript=manuscript, field=field)):
        sentence = gettext_lazy("These words do not stand in that part. Choose the part, or leave the words out.")
        raise QuoteNotThere(sentence, code="quote_not_there")
    if Remark.objects.filter(story=story, settled_at=None).count() >= MOST_OPEN:
        raise TooManyRemarks(gettext_lazy("A hundred remarks are open. Send the story back first."), code="too_many")
    with transaction.atomic():
        remark = Remark.objects.create(
            story=story, version=version, field=field, quote=plain, text=text.strip()[:2000], by=by, at=now
        )
        audit.record(by=by, action="remarks.add", target=story, detail={"version": version, "field": field}, at=now)
        _tell_author(remark=remark, now=now)
    return remark


def settle(*, remark: Remark, by: Person, now: datetime) -> Remark:
    """This will put a remark away as done.

    Errors: reach.OutsideReach unless a curator's role reaches the story or the remark is one's own; NotOpen.
    """
    return _set_settled(remark=remark, by=by, now=now, is_settled=True)


def reopen(*, remark: Remark, by: Person, now: datetime) -> Remark:
    """This will take a remark up again.

    Errors: reach.OutsideReach unless a curator's role reaches the story or the remark is one's own; NotOpen.
    """
    return _set_settled(remark=remark, by=by, now=now, is_settled=False)


def of(*, story: Story, manuscript: Manuscript) -> list[Placed]:
    """This will list the open remarks of a story, those of earlier versions too, beside the words that are shown.

    Shape: in the order of the fields, then the oldest first. Source: one query.
    """
    order = {name: count for count, name in enumerate(FIELDS)}
    found = Remark.objects.filter(story=story, settled_at=None).select_related("by").order_by("at", "pk")
    return sorted(
        (
            Placed(
                remark=remark,
                label=str(FIELDS.get(remark.field, remark.field)),
                stands=stands(remark=remark, manuscript=manuscript),
            )
            for remark in found
        ),
        key=lambda placed: order.get(placed.remark.field, len(order)),
    )


def stands(*, remark: Remark, manuscript: Manuscript) -> bool:
    """This will say whether the words that a remark quotes stand in a manuscript."""
    return not remark.quote or _stands(remark.quote, words(manuscript=manuscript, field=remark.field))


def by_field(placed: Iterable[Placed]) -> dict[str, list[Placed]]:
    """This will sort remarks by the field that they stand at."""
    found: dict[str, list[Placed]] = {}
    for each in placed:
        found.setdefault(each.remark.field, []).append(each)
    return found


def pieces(*, text: str, quotes: Sequence[str]) -> list[Piece]:
    """This will cut a text where quoted words begin and end; each quote is marked where it stands first."""
    spans = sorted(span for quote in quotes if quote and (span := _span(quote, text)))
    found: list[Piece] = []
    at = 0
    for start, end in spans:
        if end <= at:
            continue
        begin = max(start, at)
        found.append(Piece(text=text[at:begin], is_marked=False))
        found.append(Piece(text=text[begin:end], is_marked=True))
        at = end
    found.append(Piece(text=text[at:], is_marked=False))
    return [piece for piece in found if piece.text]


def may_settle(*, story: Story, person: Person) -> bool:
    """This will say whether a person may settle every remark of a story: a curator whose role reaches it."""
    return roles.covers(person=person, role=Role.CURATOR, team=story.owner_team)


def _set_settled(*, remark: Remark, by: Person, now: datetime, is_settled: bool) -> Remark:
    story = remark.story
    if remark.by != by:
        reach.require(person=by, role=Role.CURATOR, team=story.owner_team)
    with transaction.atomic():
        turned = Remark.objects.filter(pk=remark.pk, settled_at__isnull=is_settled).update(
            settled_at=now if is_settled else None, settled_by=by if is_settled else None
        )
        remark.refresh_from_db()
        if not turned:
            raise NotOpen(gettext_lazy("Somebody else was quicker. Look again."), code="not_open")
        action = "remarks.settle" if is_settled else "remarks.reopen"
        audit.record(by=by, action=action, target=story, detail={"remark": str(remark.public_id)}, at=now)
    return remark


def _require_reach(*, story: Story, person: Person) -> None:
    held = roles.of(person=person)
    if not any(roles.covers(person=person, role=role, team=story.owner_team) for role in sorted(held)):
        reach.require(person=person, role=Role.APPROVER, team=story.owner_team)


def _tell_author(*, remark: Remark, now: datetime) -> None:
    story, by = remark.story, remark.by
    told = {each.pk: each for each in (story.author, story.submitted_by) if each and each != by}
    for person in told.values():
        with translation.override(person.language):
            notifications.add(
                person=person,
                # One for each version and writer: ten remarks are one visit.
                key=f"remark:{story.public_id}:{remark.version}:{by.pk}",
                title=_("%(name)s noted something: %(title)s") % {"name": by, "title": story.title},
                text=remark.text,
                path=reverse("edit_story", args=[story.public_id]),
                now=now,
                by_mail=False,
            )


def _plain(text: str) -> str:
    return " ".join(text.split())


def _stands(quote: str, text: str) -> bool:
    return _plain(quote) in _plain(text)


def _span(quote: str, text: str) -> tuple[int, int] | None:
    """Where the words stand, however the text breaks its lines."""
    at = text.find(quote)
    if at >= 0:
        return at, at + len(quote)
    # The blanks of the text may be others than those of the quote: walk both.
    starts = [count for count, letter in enumerate(text) if letter == quote[0]][:500]
    return next((span for start in starts if (span := _walk(quote, text, start))), None)


def _walk(quote: str, text: str, start: int) -> tuple[int, int] | None:
    at = start
    for letter in quote:
        if letter == " ":
            if at >= len(text) or not text[at].isspace():
                return None
            while at < len(text) and text[at].isspace():
                at += 1
        elif at < len(text) and text[at] == letter:
            at += 1
        else:
            return None
    return start, at
