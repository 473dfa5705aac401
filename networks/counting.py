"""How long a text is, in the unit that a network counts in."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import regex

_GRAPHEME = regex.compile(r"\X")


class Unit(StrEnum):
    """What is counted.

    ``code_units`` are UTF-16 code units, what JavaScript calls the length of a string: most emoji count two or more.
    ``graphemes`` are characters as a person sees them. ``bytes`` are those of UTF-8.
    """

    CODE_UNITS = "code_units"
    GRAPHEMES = "graphemes"
    BYTES = "bytes"


@dataclass(frozen=True)
class Count:
    """How much of the limit a text uses. ``limit`` and ``left`` are None without a limit; ``left`` may be negative."""

    used: int
    limit: int | None
    left: int | None
    is_over: bool
    unit: Unit


def measure(text: str, unit: Unit) -> int:
    """Measure a text.

    Source: UTF-16 and UTF-8 (a lone surrogate counts as one unit, or three bytes); extended grapheme clusters of
    Unicode's Standard Annex 29.
    """
    if unit is Unit.GRAPHEMES:
        return sum(1 for _ in _GRAPHEME.finditer(text))
    if unit is Unit.BYTES:
        return len(text.encode("utf-8", "surrogatepass"))
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def against(used: int, limit: int | None, unit: Unit) -> Count:
    """Compare a length with a limit."""
    if limit is None:
        return Count(used, None, None, is_over=False, unit=unit)
    return Count(used, limit, limit - used, is_over=used > limit, unit=unit)
