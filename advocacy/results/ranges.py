"""Where most of a handful of figures lie."""

from collections.abc import Iterable
from dataclasses import dataclass

ENOUGH = 5


@dataclass(frozen=True)
class Range:
    """The middle half of some figures: a quarter lies below `low`, a quarter above `high`."""

    low: float
    middle: float
    high: float
    of: int


def middle_half(values: Iterable[float]) -> Range | None:
    """This will find the middle half; None for fewer than five figures, which say too little.

    Source: Hyndman & Fan 1996, type 7 (linear between the two nearest).
    """
    ordered = sorted(values)
    if len(ordered) < ENOUGH:
        return None
    return Range(
        low=_quantile(ordered, 0.25), middle=_quantile(ordered, 0.5), high=_quantile(ordered, 0.75), of=len(ordered)
    )


def _quantile(ordered: list[float], part: float) -> float:
    place = part * (len(ordered) - 1)
    below = int(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (place - below)
