"""The tally: a short list of counts with a line to compare them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from charts import drawing, figures, pictures
from charts.badges import Badge
from charts.drawing import BarShape, Line, coordinate
from charts.pictures import NARROW, WIDE, Picture, Table

_TEXT = 14
_THICKNESS = 8.0
_LEAST_BAR = 2.0


@dataclass(frozen=True, kw_only=True)
class Bar:
    """One line of the list."""

    label: str | Promise
    count: float
    badge: Badge = Badge.MEASURED
    is_pen: bool = False


@dataclass(frozen=True, kw_only=True)
class _Row:
    labels: tuple[Line, ...]
    count: str
    count_x: str
    count_y: str
    bar: BarShape
    rule_y: str
    hint: str


def bars(
    *,
    bars: Sequence[Bar],
    title: str | Promise,
    description: str | Promise = "",
    label_name: str | Promise = "",
    value_name: str | Promise = "",
    name: str = "",
) -> Picture:
    """Draw one line for each count, in the order given, all to one scale that begins at 0.

    Shape: see ``Picture``; in the narrow drawing the label stands above its line. No bars give an empty picture.
    Errors: ``ValueError`` for a count that is not a number.
    """
    sentence = "; ".join(f"{drawing.clean(bar.label)}: {figures.whole(bar.count)}" for bar in bars)
    return pictures.draw(
        template="bars",
        name=name,
        title=drawing.clean(title),
        description=drawing.clean(description) or sentence,
        layouts={WIDE: _beside(bars), NARROW: _above(bars)} if bars else {},
        table=Table(
            headings=(drawing.clean(label_name) or _("What"), drawing.clean(value_name) or _("Count")),
            rows=tuple((drawing.clean(bar.label), figures.whole(bar.count)) for bar in bars),
        ),
        badges=[bar.badge for bar in bars] if any(bar.badge is not Badge.MEASURED for bar in bars) else (),
    )


def _beside(bars: Sequence[Bar]) -> dict[str, Any]:
    """Set the label and its count beside the line."""
    labels = [drawing.lines(drawing.clean(bar.label), 220, _TEXT) for bar in bars]
    longest = max((drawing.width_of(line, _TEXT) for lines in labels for line in lines), default=0.0)
    count_x = min(longest, 220.0) + 16 + _count_width(bars)
    left = count_x + 14
    scale = _scale(bars, WIDE - left)
    top = 0.0
    rows: list[_Row] = []
    for bar, lines in zip(bars, labels, strict=True):
        height = 34.0 + 18 * max(len(lines) - 1, 0)
        middle = top + height / 2
        rows.append(
            _row(
                bar,
                labels=drawing.stack(lines, middle + 5 - 9 * max(len(lines) - 1, 0), 18),
                count_x=count_x,
                count_y=middle + 5,
                left=left,
                line_y=middle - _THICKNESS / 2,
                top=top,
                scale=scale,
            )
        )
        top += height
    return {"rows": rows, "height": coordinate(top), "right": coordinate(WIDE)}


def _above(bars: Sequence[Bar]) -> dict[str, Any]:
    """Set the label and its count above the line."""
    scale = _scale(bars, NARROW)
    room = NARROW - _count_width(bars) - 12
    top = 0.0
    rows: list[_Row] = []
    for bar in bars:
        lines = drawing.lines(drawing.clean(bar.label), room, _TEXT)
        line_y = top + 20 + 18 * max(len(lines) - 1, 0) + 10
        rows.append(
            _row(
                bar,
                labels=drawing.stack(lines, top + 20, 18),
                count_x=float(NARROW),
                count_y=top + 20,
                left=0.0,
                line_y=line_y,
                top=top,
                scale=scale,
            )
        )
        top = line_y + _THICKNESS + 12
    return {"rows": rows, "height": coordinate(top), "right": coordinate(NARROW)}


def _row(
    bar: Bar,
    *,
    labels: tuple[Line, ...],
    count_x: float,
    count_y: float,
    left: float,
    line_y: float,
    top: float,
    scale: float,
) -> _Row:
    count = figures.whole(bar.count)
    return _Row(
        labels=labels,
        count=count,
        count_x=coordinate(count_x),
        count_y=coordinate(count_y),
        bar=drawing.bar(
            x=left,
            y=line_y,
            width=max(bar.count * scale, _LEAST_BAR if bar.count > 0 else 0.0),
            height=_THICKNESS,
            badge=bar.badge,
            is_pen=bar.is_pen,
        ),
        rule_y=coordinate(top),
        hint=f"{drawing.clean(bar.label)}: {count}",
    )


def _scale(bars: Sequence[Bar], room: float) -> float:
    largest = max(bar.count for bar in bars)
    return room / largest if largest > 0 else 0.0


def _count_width(bars: Sequence[Bar]) -> float:
    return max(drawing.width_of(figures.whole(bar.count), _TEXT, strong=True) for bar in bars)
