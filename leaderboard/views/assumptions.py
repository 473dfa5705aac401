"""How the report is worked out: every input, on whose word, and the formulas in words."""

from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts import company
from accounts.access import role_required
from accounts.requests import PersonRequest
from charts import percent, ratio, whole
from leaderboard import assumptions as rules
from leaderboard import headlines
from leaderboard.amplification.waterfall import StepKey
from leaderboard.assumptions import Line
from leaderboard.forms import AssumptionForm


@dataclass(frozen=True)
class Row:
    line: Line
    network: str
    prior: str
    own: str
    form: AssumptionForm | None


@require_GET
@role_required(*rules.ROLES)
def assumptions(request: PersonRequest) -> HttpResponse:
    return _show(request)


@require_POST
@role_required(*rules.ROLES)
def suppose(request: PersonRequest, network: str, key: str) -> HttpResponse:
    form = AssumptionForm(_line(request, network, key), request.POST)
    if form.is_valid():
        try:
            rules.suppose(network=network, key=key, by=request.user, now=timezone.now(), **form.values)  # type: ignore[arg-type]
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("Noted. The report reckons with it from now on."))
            return redirect("assumptions")
    return _show(request, wrong=(network, key, form), status=400)


@require_POST
@role_required(*rules.ROLES)
def reset_assumption(request: PersonRequest, network: str, key: str) -> HttpResponse:
    _line(request, network, key)
    if rules.reset(network=network, key=key, by=request.user, now=timezone.now()):
        messages.success(request, _("The published value holds again."))
    return redirect("assumptions")


def _line(request: PersonRequest, network: str, key: str) -> Line:
    on = company.day(at=timezone.now(), zone=request.company.zone)
    line = rules.of(network=network, key=key, on=on)
    if line is None or not line.is_shown:
        raise Http404
    return line


def _show(
    request: PersonRequest, *, wrong: tuple[str, str, AssumptionForm] | None = None, status: int = 200
) -> HttpResponse:
    on = company.day(at=timezone.now(), zone=request.company.zone)
    rows = []
    for line in rules.listed(on=on):
        is_wrong = wrong is not None and wrong[:2] == (line.network, line.input)
        form = wrong[2] if wrong and is_wrong else AssumptionForm(line) if line.is_shown else None
        rows.append(
            Row(
                line=line,
                network=rules.network_name(line.network),
                prior=_range(line, middle=line.middle, low=line.low, high=line.high),
                own=_range(line, middle=line.own.middle, low=line.own.low, high=line.own.high) if line.own else "",
                form=form,
            )
        )
    fall = headlines.article().fall
    shown = {
        "active": "report",
        "shown": [row for row in rows if row.line.is_shown],
        "others": [row for row in rows if not row.line.is_shown],
        "example": {step.key.value: whole(step.people) for step in fall.steps},
        "times": ratio(fall.step(StepKey.NOMINAL).ratio or 0),
    }
    return render(request, "leaderboard/assumptions.html", shown, status=status)


def _range(line: Line, *, middle: float, low: float, high: float) -> str:
    def said(value: float) -> str:
        if not line.is_part:
            return ratio(value)
        return percent(value, 0 if value >= 0.1 else 1 if value >= 0.01 else 3)

    if low == high:
        return said(middle)
    return _("%(middle)s (80%%: %(low)s to %(high)s)") % {"middle": said(middle), "low": said(low), "high": said(high)}
