"""The path of an objective: a ruler of dated milestones, and what was measured on the way."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from charts import drawing, figures, pictures
from charts.badges import Badge
from charts.drawing import coordinate
from charts.pictures import NARROW, WIDE, Picture, Table

_TEXT, _FIGURE = 13, 20
_SIDE = 6.0
_TOP = 48.0
_HEIGHTS = {WIDE: 250.0, NARROW: 214.0}
_SHORT_SPAN_DAYS = 62
_NEAR = 44.0


@dataclass(frozen=True, kw_only=True)
class Milestone:
    """What is due, and when."""

    on: date
    due: float


@dataclass(frozen=True, kw_only=True)
class Point:
    """What was measured, with its range where there is one."""

    on: date
    value: float
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class _Label:
    text: str
    x: str
    y: str
    anchor: str
    is_strong: bool = False


@dataclass(frozen=True)
class _Mark:
    x: str
    y: str
    hint: str
    low_y: str = ""
    high_y: str = ""


def path(
    *,
    milestones: Sequence[Milestone],
    points: Sequence[Point],
    title: str | Promise,
    description: str | Promise = "",
    start: Milestone | None = None,
    write: Callable[[float], str] = figures.whole,
    name: str = "",
) -> Picture:
    """Draw what is due as a broken line with open circles, what was measured as a line with ranges.

    Shape: see ``Picture``; dates run from left to right, the scale begins at 0 or at the least value below it.
    ``start`` is where the way to the first milestone begins. ``write`` turns a value into words. The table has one
    row for each date. Nothing due and nothing measured give an empty picture.
    Errors: ``ValueError`` for a value that is not a number.
    """
    due = sorted(milestones, key=lambda milestone: milestone.on)
    measured = sorted(points, key=lambda point: point.on)
    way = [start, *due] if start else due
    table = _table(way, measured, write)
    sentence = "; ".join(
        f"{row[0]}: "
        + ", ".join(f"{heading} {cell}" for heading, cell in zip(table.headings[1:], row[1:], strict=True) if cell)
        for row in table.rows
    )
    layouts = {width: _layout(way, due, measured, write, width) for width in (WIDE, NARROW)} if table.rows else {}
    return pictures.draw(
        template="path",
        name=name,
        title=drawing.clean(title),
        description=drawing.clean(description) or sentence,
        layouts=layouts,
        table=table,
        badges=[Badge.MEASURED] if measured else (),
    )


def _table(way: Sequence[Milestone], measured: Sequence[Point], write: Callable[[float], str]) -> Table:
    due = {milestone.on: write(milestone.due) for milestone in way}
    found = {point.on: point for point in measured}
    return Table(
        headings=(_("Date"), _("Due"), _("Measured"), _("Range")),
        rows=tuple(
            (
                date_format(day, "DATE_FORMAT"),
                due.get(day, ""),
                write(found[day].value) if day in found else "",
                _range(found[day], write) if day in found else "",
            )
            for day in sorted(due.keys() | found.keys())
        ),
    )


def _range(point: Point, write: Callable[[float], str]) -> str:
    if point.low is None or point.high is None:
        return ""
    return _("%(low)s to %(high)s") % {"low": write(point.low), "high": write(point.high)}


@dataclass(frozen=True)
class _Frame:
    """Where a date and a value stand in the drawing."""

    width: int
    bottom: float
    first: date
    days: int
    least: float
    span: float

    def x(self, day: date) -> float:
        """Place a date; a single one stands in the middle."""
        if not self.days:
            return self.width / 2
        return _SIDE + (day - self.first).days / self.days * (self.width - 2 * _SIDE - 10)

    def y(self, value: float) -> float:
        """Place a value."""
        return self.bottom - (value - self.least) / self.span * (self.bottom - _TOP)


def _layout(
    way: Sequence[Milestone],
    due: Sequence[Milestone],
    measured: Sequence[Point],
    write: Callable[[float], str],
    width: int,
) -> dict[str, Any]:
    days = [milestone.on for milestone in way] + [point.on for point in measured]
    values = [milestone.due for milestone in way]
    for point in measured:
        values += [value for value in (point.value, point.low, point.high) if value is not None]
    least = min(0.0, *values)
    span = max(values) - least
    frame = _Frame(
        width=width,
        bottom=_HEIGHTS[width] - 30,
        first=min(days),
        days=(max(days) - min(days)).days,
        least=least,
        span=span if span > 0 or math.isnan(span) else 1.0,
    )
    last = measured[-1] if measured else None
    return {
        "height": coordinate(_HEIGHTS[width]),
        "axis_y": coordinate(frame.bottom),
        "right": coordinate(width),
        "due_line": _line([(frame.x(one.on), frame.y(one.due)) for one in way]),
        "targets": [_Mark(coordinate(frame.x(one.on)), coordinate(frame.y(one.due)), _due(one, write)) for one in due],
        "ticks": [coordinate(frame.x(one.on)) for one in due],
        "tick_end": coordinate(frame.bottom + 5),
        "due_labels": [_due_label(frame, one, last, write) for one in due],
        "measured_line": _line([(frame.x(one.on), frame.y(one.value)) for one in measured]),
        "marks": [_mark(frame, one, write) for one in measured],
        "figure": _figure(frame, last, write) if last else None,
        "dates": _dates(frame, [one.on for one in way], last),
    }


def _line(places: Sequence[tuple[float, float]]) -> str:
    return " ".join(f"{coordinate(x)},{coordinate(y)}" for x, y in places) if len(places) > 1 else ""


def _due(milestone: Milestone, write: Callable[[float], str]) -> str:
    return _("%(date)s: %(value)s due") % {
        "date": date_format(milestone.on, "DATE_FORMAT"),
        "value": write(milestone.due),
    }


def _mark(frame: _Frame, point: Point, write: Callable[[float], str]) -> _Mark:
    x, y = coordinate(frame.x(point.on)), coordinate(frame.y(point.value))
    hint = f"{date_format(point.on, 'DATE_FORMAT')}: {write(point.value)}"
    if point.low is None or point.high is None:
        return _Mark(x, y, hint)
    hint = f"{hint} ({_range(point, write)})"
    return _Mark(x, y, hint, coordinate(frame.y(point.low)), coordinate(frame.y(point.high)))


def _due_label(frame: _Frame, milestone: Milestone, last: Point | None, write: Callable[[float], str]) -> _Label:
    """Write what is due above its circle, or to the lower right where the measured figure stands."""
    text = write(milestone.due)
    x, y = frame.x(milestone.on), frame.y(milestone.due)
    if last and abs(frame.x(last.on) - x) < _NEAR and abs(frame.y(last.value) - y) < 60:
        text = _("%(value)s due") % {"value": text}
        wide = drawing.width_of(text, _TEXT)
        if x + 12 + wide <= frame.width:
            return _Label(text, coordinate(x + 12), coordinate(min(y + 18, frame.bottom - 5)), "start")
        return _Label(text, coordinate(frame.width), coordinate(min(y + 24, frame.bottom - 5)), "end")
    return _placed(frame, text, x, coordinate(y - 12))


def _figure(frame: _Frame, point: Point, write: Callable[[float], str]) -> _Label:
    """Write the latest figure to the upper left of its point, or to the right near the left edge."""
    text = write(point.value)
    x, y = frame.x(point.on), frame.y(point.value)
    wide = drawing.width_of(text, _FIGURE, figure=True)
    if x - 10 - wide >= 0:
        return _Label(text, coordinate(x - 10), coordinate(y - 8), "end")
    return _Label(text, coordinate(x + 10), coordinate(y - 8), "start")


def _placed(frame: _Frame, text: str, x: float, y: str, *, is_strong: bool = False) -> _Label:
    """Centre a text, unless it would stand out of the picture."""
    half = drawing.width_of(text, _TEXT, strong=is_strong) / 2
    if x - half < 0:
        return _Label(text, "0", y, "start", is_strong)
    if x + half > frame.width:
        return _Label(text, coordinate(frame.width), y, "end", is_strong)
    return _Label(text, coordinate(x), y, "middle", is_strong)


def _dates(frame: _Frame, days: Sequence[date], last: Point | None) -> list[_Label]:
    """Write the dates below the axis that have room: the latest measured first, then both ends, then the others."""
    if frame.days > _SHORT_SPAN_DAYS:
        form = pgettext("date on the axis of a chart, month and year", "M Y")
    else:
        form = pgettext("date on the axis of a chart, day and month", "j M")
    ordered = sorted(set(days))
    wanted = [last.on] if last else []
    wanted += [*ordered[-1:], *ordered[:1], *ordered[1:-1]]
    taken: list[tuple[float, float]] = []
    labels: list[_Label] = []
    for day in dict.fromkeys(wanted):
        text = date_format(day, form)
        is_strong = last is not None and day == last.on
        label = _placed(frame, text, frame.x(day), coordinate(frame.bottom + 22), is_strong=is_strong)
        begin, end = _extent(label)
        if all(end + 8 <= other_begin or begin >= other_end + 8 for other_begin, other_end in taken):
            taken.append((begin, end))
            labels.append(label)
    return labels


def _extent(label: _Label) -> tuple[float, float]:
    wide = drawing.width_of(label.text, _TEXT, strong=label.is_strong)
    x = float(label.x)
    begin = x - {"start": 0.0, "middle": wide / 2, "end": wide}[label.anchor]
    return begin, begin + wide
