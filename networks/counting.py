"""How long a text is, in the unit that a network counts in."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from enum import StrEnum

import regex

_GRAPHEME = regex.compile(r"\X")

# A flag, a key cap, or a picture with what is joined to it. A copyright sign is a letter until it is asked to be more.
_PICTURE = (
    r"(?:[\u00A9\u00AE]\uFE0F|(?![\u00A9\u00AE])\p{Extended_Pictographic}(?!\uFE0E)\uFE0F?[\U0001F3FB-\U0001F3FF]?)"
)
_EMOJI = regex.compile(
    r"[\U0001F1E6-\U0001F1FF]{2}"
    r"|[#*0-9]\uFE0F?\u20E3"
    rf"|{_PICTURE}(?:[\U000E0020-\U000E007E]+\U000E007F|(?:\u200D{_PICTURE})*)"
)
_HEAVY = regex.compile(r"[^\u0000-\u10FF\u2000-\u200D\u2010-\u201F\u2032-\u2037]")


class Unit(StrEnum):
    """What is counted.

    ``code_units`` are UTF-16 code units, what JavaScript calls the length of a string: most emoji count two or more.
    ``graphemes`` are characters as a person sees them. ``bytes`` are those of UTF-8. ``weighted`` counts Latin, Greek,
    Cyrillic and their neighbours once, every other character and every emoji twice. ``emoji_bytes`` counts a letter of
    any script once, and an emoji as often as it has bytes of UTF-8.
    """

    CODE_UNITS = "code_units"
    GRAPHEMES = "graphemes"
    BYTES = "bytes"
    WEIGHTED = "weighted"
    EMOJI_BYTES = "emoji_bytes"


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
    Unicode's Standard Annex 29; the third configuration of twitter-text (ranges 0–4351, 8192–8205, 8208–8223 and
    8242–8247 weigh 100, all else and an emoji with all that is joined to it 200, after normalization to NFC); Threads'
    own words, "emojis are counted as the number of UTF-8 bytes".
    """
    if unit is Unit.GRAPHEMES:
        return sum(1 for _ in _GRAPHEME.finditer(text))
    if unit is Unit.BYTES:
        return _size(text)
    if unit is Unit.WEIGHTED:
        flat = _EMOJI.sub("\u3007", unicodedata.normalize("NFC", text))
        return len(flat) + len(_HEAVY.findall(flat))
    if unit is Unit.EMOJI_BYTES:
        return len(text) + sum(_size(emoji) - len(emoji) for emoji in _EMOJI.findall(text))
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _size(text: str) -> int:
    return len(text.encode("utf-8", "surrogatepass"))


def against(used: int, limit: int | None, unit: Unit) -> Count:
    """Compare a length with a limit."""
    if limit is None:
        return Count(used, None, None, is_over=False, unit=unit)
    return Count(used, limit, limit - used, is_over=used > limit, unit=unit)
