"""Rates of small and large groups made comparable, and groups that cannot be told apart put together."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from leaderboard.amplification import intervals

_LEAST_WORTH, _MOST_WORTH = 4.0, 400.0


class Group(NamedTuple):
    """How many of how many."""

    hits: int
    size: int


@dataclass(frozen=True)
class Band:
    """A rate with its 80 % range, between 0 and 1, and the letter it shares with those it overlaps."""

    rate: float
    low: float
    high: float
    letter: str


def shrink(groups: Sequence[Group]) -> list[Band]:
    """This will estimate each group's rate, pulled towards the rate of all as strongly as its smallness asks for.

    Shape: in the order given. A is the letter of the highest rate; a group whose range no longer overlaps the range of
    the first in its band begins the next letter.
    Source: empirical Bayes, (p·k + x)/(k + n) with k = p(1−p)/τ² − 1 and τ² by moments; the range is Wilson's at 80 %
    for p·k + x of k + n.
    """
    people = sum(group.size for group in groups)
    if not people:
        return [Band(rate=0.0, low=0.0, high=1.0, letter="A") for _ in groups]
    mean = sum(group.hits for group in groups) / people
    worth = _worth(groups, mean=mean, people=people)
    found = []
    for group in groups:
        hits, size = mean * worth + group.hits, worth + group.size
        low, high = intervals.wilson(hits, size, intervals.Z_80)
        found.append((hits / size, low, high))
    letters = _letters(found)
    return [
        Band(rate=rate, low=low, high=high, letter=letter)
        for (rate, low, high), letter in zip(found, letters, strict=True)
    ]


def _worth(groups: Sequence[Group], *, mean: float, people: int) -> float:
    """How many people of evidence the rate of all is worth to one group."""
    inside = mean * (1 - mean)
    filled = [group for group in groups if group.size]
    if inside == 0 or len(filled) < 2:
        return _MOST_WORTH if inside == 0 and len(filled) > 1 else _LEAST_WORTH
    spread = sum(group.size * (group.hits / group.size - mean) ** 2 for group in filled)
    weight = people - sum(group.size**2 for group in filled) / people
    between = (spread - (len(filled) - 1) * inside) / weight
    if between <= 0:
        return _MOST_WORTH
    return min(max(inside / between - 1, _LEAST_WORTH), _MOST_WORTH)


def _letters(found: Sequence[tuple[float, float, float]]) -> list[str]:
    order = sorted(range(len(found)), key=lambda index: (-found[index][0], index))
    letters = [""] * len(found)
    letter, first_low = "A", None
    for index in order:
        _, low, high = found[index]
        if first_low is not None and high < first_low and letter < "Z":
            letter, first_low = chr(ord(letter) + 1), low
        first_low = low if first_low is None else first_low
        letters[index] = letter
    return letters
