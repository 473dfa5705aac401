"""Own words: how like a text is to the captions and to what colleagues posted."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby

NEARLY_THE_SAME = 0.6
CLOSE = 0.3
WINDOW = 3
MOST_OF_A_TITLE = 8
SHORT = 3

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


@dataclass(frozen=True)
class Passage:
    """A piece of somebody's words; `is_shared`: it stands in the other text in the same order."""

    text: str
    is_shared: bool


@dataclass(frozen=True)
class Alike:
    """What two texts share, in the words of the first: its passages in order, and how many of its words are shared."""

    passages: tuple[Passage, ...]
    shared: int
    total: int


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


def alike(*, words: str, other: str) -> Alike:
    """This will mark in somebody's words what stands in another text: three words in a row and more.

    Shape: the passages together are the words, letter for letter. Units: words.
    """
    hidden = _ADDRESS.sub(lambda address: " " * len(address[0]), words)
    places = list(_WORD.finditer(hidden))
    said = [_plain(place[0]) for place in places]
    theirs = triples(other)
    size = min(WINDOW, len(said))
    shared = [False] * len(said)
    for at in range(len(said) - size + 1):
        if tuple(said[at : at + size]) in theirs:
            shared[at : at + size] = [True] * size
    return Alike(passages=tuple(_passages(words, places, shared)), shared=sum(shared), total=len(said))


def phrase(*, words: str, title: str) -> str:
    """This will find the longest run of words that stands in a title too, as it was written.

    Shape: empty for less than two words, and for two that are all of them short.
    """
    places = list(_WORD.finditer(words))
    said = [_plain(place[0]) for place in places]
    wanted = " " + " ".join(_plain(word) for word in _WORD.findall(title)) + " "
    for size in range(min(len(said), MOST_OF_A_TITLE), 1, -1):
        for at in range(len(said) - size + 1):
            run = said[at : at + size]
            if f" {' '.join(run)} " in wanted and max(map(len, run)) > SHORT:
                return words[places[at].start() : places[at + size - 1].end()]
    return ""


def triples(text: str) -> frozenset[tuple[str, ...]]:
    """This will cut a text into its sets of three words in a row."""
    found = [_plain(word) for word in _WORD.findall(_ADDRESS.sub(" ", text))]
    if len(found) <= WINDOW:
        return frozenset({tuple(found)} if found else ())
    return frozenset(tuple(found[at : at + WINDOW]) for at in range(len(found) - WINDOW + 1))


def _passages(words: str, places: list[re.Match[str]], shared: list[bool]) -> Iterator[Passage]:
    """This will cut a text where what is shared begins and ends."""
    done = 0
    for is_shared, run in groupby(zip(places, shared, strict=True), key=lambda pair: pair[1]):
        if not is_shared:
            continue
        held = [place for place, _ in run]
        if held[0].start() > done:
            yield Passage(words[done : held[0].start()], is_shared=False)
        done = held[-1].end()
        yield Passage(words[held[0].start() : done], is_shared=True)
    if done < len(words):
        yield Passage(words[done:], is_shared=False)


def _plain(word: str) -> str:
    return word.casefold().replace("’", "'")


def _labelled(captions: Iterable[str], colleagues: Iterable[str]) -> Iterator[tuple[Beside, str]]:
    yield from ((Beside.CAPTION, text) for text in captions)
    yield from ((Beside.COLLEAGUE, text) for text in colleagues)


def _jaccard(one: frozenset[tuple[str, ...]], other: frozenset[tuple[str, ...]]) -> float:
    if not other:
        return 0.0
    return len(one & other) / len(one | other)
