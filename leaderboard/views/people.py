"""Pages about a person's own week and team."""

from datetime import timedelta

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from accounts import company
from accounts.requests import PersonRequest
from advocacy.measuring import figures
from leaderboard import causes, effects, profiles, seasons, standings, teams, weights
from leaderboard import points as ledger
from leaderboard.models import Act
from web import paging


@require_GET
def me(request: PersonRequest) -> HttpResponse:
    now = timezone.now()
    week = company.week(at=now, zone=request.company.zone)
    season = seasons.of(week=week)
    shares = paging.page(
        effects.shares(person=request.user), number=request.GET.get("page", 1), size=effects.SHARES_SHOWN
    )
    known = figures.of_shares(shares.rows)
    return render(
        request,
        "leaderboard/me.html",
        {
            "season": season,
            "effect": effects.of(person=request.user, season=season),
            "sheet": ledger.sheet(person=request.user, week=week),
            "last_week": ledger.sheet(person=request.user, week=week - timedelta(days=7)),
            "own": standings.of(person=request.user, season=season),
            "shares": shares,
            "outcomes": [(share, known.get(share.pk)) for share in shares.rows],
            "checklist": profiles.checklist(person=request.user),
        },
    )


@require_GET
def team(request: PersonRequest) -> HttpResponse:
    season = seasons.current(now=timezone.now())
    page = teams.page(person=request.user, season=season)
    return render(
        request, "leaderboard/team.html", {"season": season, "page": page, "least": teams.LEAST, "active": "me"}
    )


@require_GET
def points(request: PersonRequest) -> HttpResponse:
    values = weights.at(company.day(at=timezone.now(), zone=request.company.zone))
    acts = [
        {
            "act": act.value,
            "label": act.label,
            "first": values[act].points / 100,
            "decay": round(values[act].decay * 100),
            "most": values[act].most / 100,
        }
        for act in Act
    ]
    return render(
        request,
        "leaderboard/points.html",
        {
            "active": "me",
            "acts": acts,
            "characters": causes.OWN_WORDS_LEAST,
            "least": weights.LIFT_LEAST,
            "most": weights.LIFT_MOST,
            "clicks_in_ten_thousand": round(weights.CLICKS_PER_FOLLOWER * 10_000),
        },
    )
