"""An objective's verdict, as a part of its page in the studio."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts import company
from accounts.access import role_required
from accounts.requests import PersonRequest
from accounts.roles import Role
from content.models import Objective
from content.views.zones import in_company_zone
from leaderboard import pictures, verdicts


@require_safe
@role_required(Role.LEADER, Role.CURATOR)
@in_company_zone
def objective_verdict(request: PersonRequest, objective_id: UUID) -> HttpResponse:
    found = Objective.objects.prefetch_related("milestones", "measurements")
    objective = get_object_or_404(found, public_id=objective_id)
    if not request.htmx:
        return redirect("objective", objective_id)
    today = company.day(at=timezone.now(), zone=request.company.zone)
    verdict = verdicts.of(objective=objective, on=today)
    context = {"verdict": verdict, "ruler": pictures.ruler(verdict, on=today), "path": pictures.path(verdict)}
    return render(request, "leaderboard/parts/objective_verdict.html", context)
