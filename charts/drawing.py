"""The strings that a picture is made of: coordinates, lines of text, bars.

A template must never see a number that is a coordinate: in German it would print 12,5 and break the picture.
"""

from __future__ import annotations

import re
import textwrap
from dataclasses import dataclass

from django.utils.functional import Promise

from charts.badges import Badge
from charts.figures import finite

# The mean width of a character, as a part of the type size.
_SANS = 0.54
_SANS_STRONG = 0.57
_SERIF_FIGURE = 0.53

_NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def coordinate(value: float) -> str:
    """Write a coordinate with at most one decimal, in any language alike.

    Errors: ``ValueError`` for what is not a number: it would break the picture.
    """
    written = f"{finite(value):.1f}".removesuffix(".0")
    return "0" if written == "-0" else written


def clean(text: str | Promise) -> str:
    """Take out what XML does not allow, and set everything on one line."""
    return " ".join(_NOT_IN_XML.sub(" ", str(text)).split())


def width_of(text: str, size: float, *, strong: bool = False, figure: bool = False) -> float:
    """Estimate how wide a line of text is."""
    return len(text) * size * (_SERIF_FIGURE if figure else _SANS_STRONG if strong else _SANS)


def lines(text: str, width: float, size: float, *, strong: bool = False) -> list[str]:
    """Break a text into lines that fit, between words where it can be."""
    characters = max(8, int(width / (size * (_SANS_STRONG if strong else _SANS))))
    return textwrap.wrap(text, characters)


@dataclass(frozen=True)
class Line:
    """One line of text and its baseline."""

    text: str
    y: str


def stack(texts: list[str], first: float, step: float) -> tuple[Line, ...]:
    """Set lines of text below each other."""
    return tuple(Line(text, coordinate(first + step * place)) for place, text in enumerate(texts))


@dataclass(frozen=True)
class BarShape:
    """A bar, with a second rectangle for its outline: half a stroke further in."""

    badge: Badge
    is_pen: bool
    x: str
    y: str
    width: str
    height: str
    edge_x: str
    edge_y: str
    edge_width: str
    edge_height: str


def bar(*, x: float, y: float, width: float, height: float, badge: Badge, is_pen: bool = False) -> BarShape:
    """Place a bar."""
    half = 0.75
    return BarShape(
        badge=badge,
        is_pen=is_pen,
        x=coordinate(x),
        y=coordinate(y),
        width=coordinate(width),
        height=coordinate(height),
        edge_x=coordinate(x + half),
        edge_y=coordinate(y + half),
        edge_width=coordinate(max(width - 2 * half, 0.5)),
        edge_height=coordinate(max(height - 2 * half, 0.5)),
    )
