"""The tree of teams, for administrators."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts import teams as team_rules
from accounts.access import role_required
from accounts.forms import MoveForm, RenameForm, TeamForm
from accounts.models import Team
from accounts.requests import PersonRequest
from accounts.roles import Role
from accounts.views import refusals


@require_http_methods(["GET", "HEAD", "POST"])
@role_required(Role.ADMINISTRATOR)
def teams(request: PersonRequest) -> HttpResponse:
    form = TeamForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            team_rules.add(by=request.user, now=timezone.now(), **form.cleaned_data)
            return redirect("teams")
        except ValidationError as error:
            refusals.into(form, error)
    return render(request, "accounts/teams.html", {"form": form, "teams": team_rules.tree()})


@require_http_methods(["GET", "HEAD", "POST"])
@role_required(Role.ADMINISTRATOR)
def edit_team(request: PersonRequest, team_id: UUID) -> HttpResponse:
    team = get_object_or_404(Team.objects.select_related("parent"), public_id=team_id)
    form = RenameForm(request.POST or None, initial={"name": team.name})
    if request.method == "POST" and form.is_valid():
        try:
            team_rules.rename(team=team, by=request.user, now=timezone.now(), **form.cleaned_data)
            messages.success(request, _("Saved."))
            return redirect("edit_team", team_id)
        except ValidationError as error:
            refusals.into(form, error)
    move_form = MoveForm(initial={"parent": team.parent.public_id if team.parent else None})
    return render(request, "accounts/edit_team.html", {"team": team, "form": form, "move_form": move_form})


@require_POST
@role_required(Role.ADMINISTRATOR)
def move_team(request: PersonRequest, team_id: UUID) -> HttpResponse:
    team = get_object_or_404(Team, public_id=team_id)
    form = MoveForm(request.POST)
    if not form.is_valid():
        refusals.say_form(request, form)
        return redirect("edit_team", team_id)
    try:
        team_rules.move(team=team, parent=form.cleaned_data["parent"], by=request.user, now=timezone.now())
        messages.success(request, _("Moved."))
    except ValidationError as error:
        refusals.say(request, error)
    return redirect("edit_team", team_id)


@require_POST
@role_required(Role.ADMINISTRATOR)
def remove_team(request: PersonRequest, team_id: UUID) -> HttpResponse:
    team = get_object_or_404(Team, public_id=team_id)
    try:
        team_rules.remove(team=team, by=request.user, now=timezone.now())
    except ValidationError as error:
        refusals.say(request, error)
        return redirect("edit_team", team_id)
    messages.success(request, _("%(team)s is gone.") % {"team": team})
    return redirect("teams")
