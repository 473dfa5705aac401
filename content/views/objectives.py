"""Objectives: why stories are told, and how far that is."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts import company
from accounts.access import role_required
from accounts.requests import PersonRequest
from accounts.roles import Role
from content import objectives
from content.forms.objectives import CampaignForm, MeasurementForm, MilestoneForm, ObjectiveForm
from content.models import Objective
from content.views.zones import in_company_zone


@require_http_methods(["GET", "HEAD", "POST"])
@role_required(Role.CURATOR, Role.LEADER)
@in_company_zone
def objectives_page(request: PersonRequest) -> HttpResponse:
    now = timezone.now()
    form = ObjectiveForm(request.POST or None, initial={"starts_on": timezone.localdate(now), "baseline": 0})
    if request.method == "POST" and form.is_valid():
        try:
            objective = objectives.set_up(**form.cleaned_data, by=request.user, now=now)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return redirect("objective", objective.public_id)
    today = company.day(at=now, zone=request.company.zone)
    found = Objective.objects.filter(closed_on=None).prefetch_related("campaigns", "milestones", "measurements")
    context = {
        "courses": [objectives.course(objective=each, on=today) for each in found],
        "form": form,
        "may_change": objectives.may_change(person=request.user),
    }
    return render(request, "content/objectives.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD"])
@role_required(Role.CURATOR, Role.LEADER)
@in_company_zone
def objective(request: PersonRequest, objective_id: UUID) -> HttpResponse:
    return _page(request, get_object_or_404(Objective, public_id=objective_id))


@require_POST
@role_required(Role.CURATOR)
@in_company_zone
def add_milestone(request: PersonRequest, objective_id: UUID) -> HttpResponse:
    found = get_object_or_404(Objective, public_id=objective_id)
    form = MilestoneForm(request.POST, auto_id="milestone_%s")
    if form.is_valid():
        try:
            objectives.add_milestone(objective=found, **form.cleaned_data, by=request.user, now=timezone.now())
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return redirect("objective", objective_id)
    return _page(request, found, milestone_form=form)


@require_POST
@role_required(Role.CURATOR)
@in_company_zone
def add_measurement(request: PersonRequest, objective_id: UUID) -> HttpResponse:
    found = get_object_or_404(Objective, public_id=objective_id)
    form = MeasurementForm(request.POST, auto_id="measurement_%s")
    now = timezone.now()
    if form.is_valid():
        today = company.day(at=now, zone=request.company.zone)
        try:
            objectives.measure(objective=found, **form.cleaned_data, today=today, by=request.user, now=now)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Measured. The leaders' page shows it from now on."))
            return redirect("objective", objective_id)
    return _page(request, found, measurement_form=form)


@require_POST
@role_required(Role.CURATOR)
@in_company_zone
def start_campaign(request: PersonRequest, objective_id: UUID) -> HttpResponse:
    found = get_object_or_404(Objective, public_id=objective_id)
    form = CampaignForm(request.POST, auto_id="campaign_%s")
    if form.is_valid():
        try:
            objectives.start_campaign(objective=found, **form.cleaned_data, by=request.user, now=timezone.now())
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return redirect("objective", objective_id)
    return _page(request, found, campaign_form=form)


def _page(
    request: PersonRequest,
    found: Objective,
    *,
    milestone_form: forms.Form | None = None,
    measurement_form: forms.Form | None = None,
    campaign_form: forms.Form | None = None,
) -> HttpResponse:
    today = company.day(at=timezone.now(), zone=request.company.zone)
    is_refused = any((milestone_form, measurement_form, campaign_form))
    context = {
        "objective": found,
        "course": objectives.course(objective=found, on=today),
        "campaigns": found.campaigns.all(),
        "may_change": objectives.may_change(person=request.user),
        "milestone_form": milestone_form or MilestoneForm(auto_id="milestone_%s"),
        "measurement_form": measurement_form or MeasurementForm(auto_id="measurement_%s", initial={"on": today}),
        "campaign_form": campaign_form or CampaignForm(auto_id="campaign_%s"),
    }
    return render(request, "content/objective.html", context, status=422 if is_refused else 200)
