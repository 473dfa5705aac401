"""Milestones as flags on a ruler of values, with where we are and how sure that is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from charts import drawing, figures, pictures
from charts.badges import Badge
from charts.drawing import coordinate
from charts.pictures import NARROW, WIDE, Picture, Table

_TEXT = 13
_SIDE = 10.0
_LEVEL = 20.0
_STEPS = (1, 2, 2.5, 5, 10)


@dataclass(frozen=True, kw_only=True)
class Flag:
    """What must be reached, by when, and whether that day has come."""

    value: float
    on: date
    is_due: bool


@dataclass(frozen=True, kw_only=True)
class Standing:
    """What was measured last, with its range where there is one."""

    value: float
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class _Flag:
    x: str
    top: str
    cloth: str
    is_due: bool
    text: str
    text_x: str
    text_y: str
    anchor: str


@dataclass(frozen=True)
class _Tick:
    x: str
    text: str
    anchor: str


def ruler(
    *,
    flags: Sequence[Flag],
    standing: Standing | None,
    title: str | Promise,
    write: Callable[[float], str] = figures.whole,
    name: str = "",
) -> Picture:
    """Draw a ruler from 0, a flag at each value that must be reached, a band where the measured value lies.

    Shape: see ``Picture``; flags that are due are filled. ``write`` turns a value into words. No flags and nothing
    measured give an empty picture. Errors: ``ValueError`` for a value that is not a number.
    """
    ordered = sorted(flags, key=lambda flag: (flag.value, flag.on))
    rows = [(date_format(flag.on, "DATE_FORMAT"), write(flag.value), "") for flag in ordered]
    if standing:
        rows.append((_("Measured"), write(standing.value), _range(standing, write)))
    table = Table(headings=(_("By"), _("Value"), _("Range")), rows=tuple(rows))
    sentence = "; ".join(", ".join(filter(None, row)) for row in rows)
    return pictures.draw(
        template="flags",
        name=name,
        title=drawing.clean(title),
        description=sentence,
        layouts={width: _layout(ordered, standing, write, width) for width in (WIDE, NARROW)} if rows else {},
        table=table,
        badges=[Badge.MEASURED] if standing else (),
    )


def _range(standing: Standing, write: Callable[[float], str]) -> str:
    if standing.low is None or standing.high is None:
        return ""
    return _("%(low)s to %(high)s") % {"low": write(standing.low), "high": write(standing.high)}


def _layout(
    flags: Sequence[Flag], standing: Standing | None, write: Callable[[float], str], width: int
) -> dict[str, Any]:
    values = [flag.value for flag in flags]
    if standing:
        values += [value for value in (standing.value, standing.low, standing.high) if value is not None]
    step = _step(max(values), 6 if width == WIDE else 4)
    most = step * (int(figures.finite(max(values)) * 1.04 / step) + 1)

    def x(value: float) -> float:
        return _SIDE + max(0.0, value) / most * (width - 2 * _SIDE)

    levels = _levels(flags, x=x, write=write, width=width)
    line = 14 + _LEVEL * (max(levels, default=0) + 1) + 18
    drawn = [
        _flag(flag, level, x=x, write=write, width=width, line=line) for flag, level in zip(flags, levels, strict=True)
    ]
    count = round(most / step)
    return {
        "height": coordinate(line + (62 if standing else 30)),
        "line": coordinate(line),
        "right": coordinate(width - _SIDE),
        "left": coordinate(_SIDE),
        "tick_end": coordinate(line + 6),
        "tick_text": coordinate(line + 22),
        "ticks": [_tick(step * number, number, count, x=x, write=write) for number in range(count + 1)],
        "flags": drawn,
        "standing": _standing(standing, x=x, write=write, width=width, line=line) if standing else None,
    }


def _step(largest: float, parts: int) -> float:
    """The round number that cuts a scale into about so many parts."""
    rough = max(figures.finite(largest), 1e-9) / parts
    power = 10.0 ** (len(f"{int(rough)}") - 1) if rough >= 1 else 1.0
    return next((power * part for part in _STEPS if power * part >= rough), power * 10)


def _words(flag: Flag, write: Callable[[float], str], width: int) -> str:
    form = "N Y" if width == WIDE else "m/y"
    return _("%(value)s by %(date)s") % {"value": write(flag.value), "date": date_format(flag.on, form)}


def _levels(
    flags: Sequence[Flag], *, x: Callable[[float], float], write: Callable[[float], str], width: int
) -> list[int]:
    """How high each flag flies, so that no two texts meet."""
    taken: list[float] = []
    levels = []
    for flag in flags:
        begin, end = _extent(flag, x=x, write=write, width=width)
        level = next((at for at, other in enumerate(taken) if begin > other + 8), len(taken))
        taken[level : level + 1] = [end]
        levels.append(level)
    return levels


def _extent(
    flag: Flag, *, x: Callable[[float], float], write: Callable[[float], str], width: int
) -> tuple[float, float]:
    wide = drawing.width_of(_words(flag, write, width), _TEXT)
    begin = x(flag.value) + 14
    if begin + wide > width:
        begin = x(flag.value) - 6 - wide
    return min(begin, x(flag.value)), max(begin + wide, x(flag.value) + 12)


def _flag(
    flag: Flag,
    level: int,
    *,
    x: Callable[[float], float],
    write: Callable[[float], str],
    width: int,
    line: float,
) -> _Flag:
    pole = x(flag.value)
    top = line - 26 - _LEVEL * level
    text = _words(flag, write, width)
    fits = pole + 14 + drawing.width_of(text, _TEXT) <= width
    cloth = " ".join(
        f"{coordinate(at_x)},{coordinate(at_y)}"
        for at_x, at_y in ((pole, top), (pole + 10, top + 4.5), (pole, top + 9))
    )
    return _Flag(
        x=coordinate(pole),
        top=coordinate(top),
        cloth=cloth,
        is_due=flag.is_due,
        text=text,
        text_x=coordinate(pole + 14 if fits else pole - 6),
        text_y=coordinate(top + 9),
        anchor="start" if fits else "end",
    )


def _tick(
    value: float, number: int, count: int, *, x: Callable[[float], float], write: Callable[[float], str]
) -> _Tick:
    anchor = "start" if number == 0 else "end" if number == count else "middle"
    shift = -_SIDE if number == 0 else _SIDE if number == count else 0.0
    return _Tick(x=coordinate(x(value) + shift), text=write(value), anchor=anchor)


def _standing(
    standing: Standing, *, x: Callable[[float], float], write: Callable[[float], str], width: int, line: float
) -> dict[str, str]:
    place = x(standing.value)
    text = _("we are at %(value)s") % {"value": write(standing.value)}
    if standing.low is not None and standing.high is not None:
        text = _("%(text)s (%(range)s)") % {"text": text, "range": _range(standing, write)}
    half = drawing.width_of(text, _TEXT, strong=True) / 2
    anchor, at = "middle", place
    if place - half < 0:
        anchor, at = "start", 0.0
    elif place + half > width:
        anchor, at = "end", float(width)
    shown = {"x": coordinate(place), "y": coordinate(line), "text": text, "text_x": coordinate(at), "anchor": anchor}
    shown |= {"text_y": coordinate(line + 46), "stem": coordinate(line + 30), "low": "", "wide": "", "top": ""}
    if standing.low is not None and standing.high is not None:
        wide = max(x(standing.high) - x(standing.low), 2.0)
        shown |= {"low": coordinate(x(standing.low)), "wide": coordinate(wide), "top": coordinate(line - 16)}
    return shown
