"""The report for leaders."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from accounts.access import role_required
from accounts.requests import PersonRequest
from accounts.roles import Role
from charts import percent
from leaderboard import pictures, readers, unknowns, wording
from leaderboard import report as reports
from leaderboard.headlines import Headline
from leaderboard.teams import LEAST
from web import paging

LINES = 25


@require_GET
@role_required(Role.LEADER)
def report(request: PersonRequest) -> HttpResponse:
    figures = reports.figures(now=timezone.now())
    return render(
        request,
        "leaderboard/report.html",
        {
            "figures": figures,
            "sharing_part": percent(figures.sharers.part, 1),
            "verdicts": [{"verdict": verdict, "picture": pictures.path(verdict)} for verdict in figures.verdicts],
            "article": _shown(figures.article),
            "own": [_shown(headline) for headline in figures.own],
            "unknowns": unknowns.of((figures.own[0] if figures.own else figures.article).priors),
        },
    )


@require_GET
@role_required(Role.LEADER)
def team_readers(request: PersonRequest) -> HttpResponse:
    asked = request.GET.get("days", ""), request.GET.get("sort", "")
    days = next((days for days in readers.SPANS if str(days) == asked[0]), readers.USUAL)
    sort = readers.Sort(asked[1]) if asked[1] in set(readers.Sort) else readers.Sort.CLICKS
    table = readers.by_team(days=days, sort=sort, now=timezone.now())
    page = paging.listed(table.lines, number=request.GET.get("page"), size=LINES)
    context = {
        "table": table,
        "page": page,
        "lines": [(line, [line.cells.get(one.key) for one in table.networks]) for line in page.rows],
        "spans": readers.SPANS,
        "sort": sort,
        "sorts": list(readers.Sort),
        "query": f"days={days}&sort={sort}",
        "has_others": any(cell.has_others for line in page.rows for cell in line.cells.values()),
        "least": LEAST,
    }
    return render(request, "leaderboard/readers.html", context)


def _shown(headline: Headline) -> dict[str, object]:
    return {
        "headline": headline,
        "picture": pictures.fall(headline, name=f"fall-{headline.network or 'article'}"),
        "words": wording.of(headline),
    }
