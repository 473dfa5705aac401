"""Words that need a second thought, found in a text with the reason why."""

import re
from dataclasses import dataclass

from content.models import BlockedTerm

AROUND = 40


@dataclass(frozen=True)
class Found:
    """A blocked term, why it is one, and the words around the first place where it stands."""

    term: str
    reason: str
    before: str
    word: str  # as it was written
    after: str


def found(*, words: str, language: str) -> list[Found]:
    """This will list the blocked terms that stand in a text as whole words, by their alphabet.

    Source: content.BlockedTerm, one query.
    """
    text = " ".join(words.casefold().split())
    terms = BlockedTerm.objects.filter(language__in=("", language)).order_by("term")
    return [_place(term=term, words=words) for term in terms if _stands_in(term=term.term, text=text)]


def _stands_in(*, term: str, text: str) -> bool:
    wanted = re.escape(" ".join(term.casefold().split()))
    return bool(wanted and re.search(rf"(?<!\w){wanted}(?!\w)", text))


def _place(*, term: BlockedTerm, words: str) -> Found:
    wanted = r"\s+".join(re.escape(part) for part in term.term.split())
    place = re.search(rf"(?<!\w){wanted}(?!\w)", words, re.IGNORECASE)
    if place is None:
        # Capitals that are written with other letters, "STRASSE" for "Straße": the term stands for itself.
        return Found(term=term.term, reason=term.reason, before="", word=term.term, after="")
    before, after = words[: place.start()], words[place.end() :]
    return Found(
        term=term.term,
        reason=term.reason,
        before=_last(before),
        word=place[0],
        after=_first(after),
    )


def _last(text: str) -> str:
    """This will keep the last words of a line."""
    line = text.rsplit("\n", 1)[-1]
    return line if len(line) <= AROUND else "… " + line[-AROUND:].split(" ", 1)[-1]


def _first(text: str) -> str:
    """This will keep the first words of a line."""
    line = text.split("\n", 1)[0]
    return line if len(line) <= AROUND else line[:AROUND].rsplit(" ", 1)[0] + " …"
