"""Own words: how like a text is to the captions and to what colleagues posted."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

NEARLY_THE_SAME = 0.6
CLOSE = 0.3
WINDOW = 3

_ADDRESS = re.compile(r"https?://\S+", re.IGNORECASE)
_WORD = re.compile(r"\w+(?:['’]\w+)?")


class Beside(StrEnum):
    """What a text was compared with."""

    NOTHING = "nothing"
    CAPTION = "caption"
    COLLEAGUE = "colleague"


class Verdict(StrEnum):
    EMPTY = "empty"
    OWN = "own"
    CLOSE = "close"
    NEARLY_THE_SAME = "nearly_the_same"


@dataclass(frozen=True)
class Likeness:
    """`score` 0…1 with the nearest text, `nearest` that text, `beside` where it comes from."""

    score: float
    beside: Beside
    nearest: str
    is_empty: bool = False

    @property
    def verdict(self) -> Verdict:
        if self.is_empty:
            return Verdict.EMPTY
        if self.score >= NEARLY_THE_SAME:
            return Verdict.NEARLY_THE_SAME
        return Verdict.CLOSE if self.score >= CLOSE else Verdict.OWN


def compare(*, words: str, captions: Iterable[str], colleagues: Iterable[str]) -> Likeness:
    """This will find the text nearest to somebody's words.

    Shape: with equal scores the caption comes first. Units: Jaccard index of the sets of three words in a row, case and
    addresses aside; a text of fewer words is one piece. Source: Jaccard 1901; Broder 1997 (resemblance of documents).
    """
    own = triples(words)
    if not own:
        return Likeness(score=0.0, beside=Beside.NOTHING, nearest="", is_empty=True)
    best = Likeness(score=0.0, beside=Beside.NOTHING, nearest="")
    for beside, text in _labelled(captions, colleagues):
        score = _jaccard(own, triples(text))
        if score > best.score:
            best = Likeness(score=score, beside=beside, nearest=text)
    return best


def triples(text: str) -> frozenset[tuple[str, ...]]:
    """This will cut a text into its sets of three words in a row."""
    found = _WORD.findall(_ADDRESS.sub(" ", text).casefold().replace("’", "'"))
    if len(found) <= WINDOW:
        return frozenset({tuple(found)} if found else ())
    return frozenset(tuple(found[at : at + WINDOW]) for at in range(len(found) - WINDOW + 1))


def _labelled(captions: Iterable[str], colleagues: Iterable[str]) -> Iterator[tuple[Beside, str]]:
    yield from ((Beside.CAPTION, text) for text in captions)
    yield from ((Beside.COLLEAGUE, text) for text in colleagues)


def _jaccard(one: frozenset[tuple[str, ...]], other: frozenset[tuple[str, ...]]) -> float:
    if not other:
        return 0.0
    return len(one & other) / len(one | other)
