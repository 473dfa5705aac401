"""The report for leaders."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from accounts.access import role_required
from accounts.requests import PersonRequest
from accounts.roles import Role
from charts import percent
from leaderboard import pictures, unknowns, wording
from leaderboard import report as reports
from leaderboard.headlines import Headline


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


def _shown(headline: Headline) -> dict[str, object]:
    return {
        "headline": headline,
        "picture": pictures.fall(headline, name=f"fall-{headline.network or 'article'}"),
        "words": wording.of(headline),
    }
