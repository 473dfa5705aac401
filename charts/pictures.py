"""A finished picture: its drawing in two widths, and the same as a table."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.text import slugify

from charts.badges import Badge

NARROW = 340
WIDE = 640
WIDTHS = (WIDE, NARROW)


@dataclass(frozen=True, kw_only=True)
class Table:
    """The figures of a picture in words: the first cell of a row names it."""

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, kw_only=True)
class Picture:
    """What a page, a document and a mail show of the same figures.

    Shape: ``svg_by_width`` has one drawing for each of ``WIDTHS``, and none when there was nothing to draw; ``key``
    says which badges occur, the surest first; ``html`` is the whole: key, drawings, table.
    """

    title: str
    description: str
    svg_by_width: Mapping[int, SafeString]
    table: Table
    key: tuple[Badge, ...] = ()

    @property
    def is_empty(self) -> bool:
        """This will say whether there was nothing to draw."""
        return not self.svg_by_width

    @property
    def html(self) -> SafeString:
        """This will give the picture for a page."""
        return render_to_string("charts/picture.html", {"picture": self, "drawings": self.svg_by_width.values()})


def draw(
    *,
    template: str,
    name: str,
    title: str,
    description: str,
    layouts: Mapping[int, Mapping[str, Any]],
    table: Table,
    badges: Sequence[Badge] = (),
) -> Picture:
    """Draw each layout with a template.

    Shape: ids within the drawings begin with ``name`` (or, without one, with a digest of the figures) and the width,
    so that several pictures stand on one page without sharing an id.
    """
    prefix = slugify(name) or _digest(title, table)
    drawings = {
        width: render_to_string(
            f"charts/{template}.svg",
            {"id": f"{prefix}-{width}", "width": str(width), "title": title, "description": description, **layout},
        )
        for width, layout in layouts.items()
    }
    return Picture(
        title=title,
        description=description,
        svg_by_width=drawings,
        table=table,
        key=tuple(badge for badge in Badge if badge in badges),
    )


def _digest(title: str, table: Table) -> str:
    content = repr((title, table)).encode("utf-8", "backslashreplace")
    return f"chart-{hashlib.sha256(content).hexdigest()[:10]}"
