"""The waterfall: what is left of a large figure, step by step, and who left on the way."""

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

_EDGE = 1.0
_LEAST_BAR = 3.0
_LABEL, _FIGURE, _REASON = 14, 20, 13


@dataclass(frozen=True, kw_only=True)
class Step:
    """One bar. ``reason`` says why people left, or what the first figure is made of; ``is_pen`` is done by hand."""

    label: str | Promise
    value: float
    badge: Badge
    reason: str | Promise = ""
    is_pen: bool = False


@dataclass(frozen=True, kw_only=True)
class Reference:
    """What every bar is compared with: a line through all of them."""

    label: str | Promise
    value: float


@dataclass(frozen=True, kw_only=True)
class _Row:
    labels: tuple[Line, ...]
    reasons: tuple[Line, ...]
    figure: str
    figure_x: str
    figure_y: str
    ratio: str
    ratio_y: str
    is_pen: bool
    bar: BarShape
    gone: BarShape | None
    rule_y: str
    mark_top: str
    mark_bottom: str
    hint: str


def waterfall(
    *,
    steps: Sequence[Step],
    title: str | Promise,
    description: str | Promise = "",
    reference: Reference | None = None,
    value_name: str | Promise = "",
    name: str = "",
) -> Picture:
    """Draw one bar for each step, from above to below, all to one scale that begins at 0.

    Shape: see ``Picture``; the table has the columns step, value, multiple of the reference (where there is one),
    badge, reason. No steps give an empty picture.
    Units: as ``value_name`` says; people unless told otherwise.
    Errors: ``ValueError`` for a value that is not a number.
    """
    compares = reference is not None and reference.value > 0
    against = reference if compares else None
    written = [figures.whole(step.value) for step in steps]
    sentence = "; ".join(f"{drawing.clean(step.label)}: {figure}" for step, figure in zip(steps, written, strict=True))
    layouts = {width: _layout(steps, against, width) for width in (WIDE, NARROW)} if steps else {}
    return pictures.draw(
        template="waterfall",
        name=name,
        title=drawing.clean(title),
        description=drawing.clean(description) or sentence,
        layouts=layouts,
        table=_table(steps, against, drawing.clean(value_name) or _("People")),
        badges=[step.badge for step in steps],
    )


def _table(steps: Sequence[Step], reference: Reference | None, value_name: str) -> Table:
    compared = (_("%(reference)s = 1") % {"reference": drawing.clean(reference.label)},) if reference else ()
    return Table(
        headings=(_("Step"), value_name, *compared, _("How we know"), _("Why")),
        rows=tuple(
            (
                drawing.clean(step.label),
                figures.whole(step.value),
                *((figures.ratio(step.value / reference.value),) if reference else ()),
                str(step.badge.label),
                drawing.clean(step.reason),
            )
            for step in steps
        ),
    )


def _layout(steps: Sequence[Step], reference: Reference | None, width: int) -> dict[str, Any]:
    largest = max([step.value for step in steps] + [reference.value if reference else 0.0])
    scale = (width - 2 * _EDGE) / largest if largest > 0 else 0.0
    mark_x = _EDGE + reference.value * scale if reference else 0.0
    top = 34.0 if reference else 0.0
    rows: list[_Row] = []
    before: float | None = None
    for step in steps:
        row, top = _row(step, before=before, top=top, scale=scale, width=width, reference=reference)
        rows.append(row)
        before = step.value
    layout: dict[str, Any] = {"rows": rows, "height": coordinate(top), "right": coordinate(width)}
    if reference:
        text = f"{drawing.clean(reference.label)}: {figures.whole(reference.value)}"
        half = drawing.width_of(text, _REASON) / 2
        anchor = "start" if mark_x < half else "end" if mark_x > width - half else "middle"
        at = {"start": 0.0, "end": float(width), "middle": mark_x}[anchor]
        layout |= {"mark_x": coordinate(mark_x), "mark": text, "mark_at": coordinate(at), "mark_anchor": anchor}
    return layout


def _row(
    step: Step, *, before: float | None, top: float, scale: float, width: int, reference: Reference | None
) -> tuple[_Row, float]:
    """Place one step, and say where the next begins."""
    is_wide = width == WIDE
    figure = figures.whole(step.value)
    ratio = f"{figures.ratio(step.value / reference.value)}×" if reference else ""
    beside = 62.0 if ratio and is_wide else 0.0
    room = width - beside - drawing.width_of(figure, _FIGURE, figure=True) - 12
    labels = drawing.stack(drawing.lines(drawing.clean(step.label), room, _LABEL, strong=True), top + 21, 18)
    bar_top = top + 21 + 18 * max(len(labels) - 1, 0) + 11
    height = 20.0 if is_wide else 16.0
    below = bar_top + height
    under = 0.0 if is_wide or not ratio else drawing.width_of(ratio, _LABEL) + 12
    reasons = drawing.stack(drawing.lines(drawing.clean(step.reason), width - under, _REASON), below + 18, 17)
    under_lines = max(len(reasons), 1 if under else 0)
    length = max(step.value * scale, _LEAST_BAR if step.value > 0 else 0.0)
    return (
        _Row(
            labels=labels,
            reasons=reasons,
            figure=figure,
            figure_x=coordinate(width - beside),
            figure_y=coordinate(top + 23),
            ratio=ratio,
            ratio_y=coordinate(top + 23 if is_wide else below + 18),
            is_pen=step.is_pen,
            bar=drawing.bar(x=_EDGE, y=bar_top, width=length, height=height, badge=step.badge, is_pen=step.is_pen),
            gone=_gone(length, before, scale, bar_top, height),
            rule_y=coordinate(top),
            mark_top=coordinate(bar_top - 4),
            mark_bottom=coordinate(below + 4),
            hint=f"{drawing.clean(step.label)}: {figure}",
        ),
        below + (1 + 17 * under_lines if under_lines else 0) + 14,
    )


def _gone(length: float, before: float | None, scale: float, top: float, height: float) -> BarShape | None:
    """Outline what the step before had and this one has not."""
    if before is None or before * scale - length < 1:
        return None
    return drawing.bar(x=_EDGE + length, y=top, width=before * scale - length, height=height, badge=Badge.ASSUMED)
