"""Objectives: why stories are told, and how far that is."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.core import signing
from django.core.exceptions import ValidationError
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts import company
from accounts.access import role_required
from accounts.requests import PersonRequest
from accounts.roles import Role
from content import objectives
from content.forms.objectives import CampaignForm, CountForm, MeasurementForm, MilestoneForm, ObjectiveForm
from content.models import Campaign, Measurement, Objective
from content.views.zones import in_company_zone

_REMOVED = "content.objectives.removed:"
_PUT_BACK_SECONDS = 3600


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
            messages.success(request, _("Measured. The leaders’ page shows it from now on."))
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


@require_POST
@role_required(Role.CURATOR)
def count_objective(request: PersonRequest, objective_id: UUID) -> HttpResponse:
    found = get_object_or_404(Objective, public_id=objective_id)
    metric = request.POST.get("platform_metric", "")
    try:
        objectives.count_by(objective=found, platform_metric=metric, by=request.user, now=timezone.now())
    except ValidationError as error:
        messages.error(request, error.messages[0])
    else:
        messages.success(
            request,
            _("Counted here from now on, once a month; months that are over are filled in tonight.")
            if metric
            else _("Measured by hand from now on."),
        )
    return redirect("objective", objective_id)


@require_POST
@role_required(Role.CURATOR)
def remove_measurement(request: PersonRequest, objective_id: UUID, measurement_id: UUID) -> HttpResponse:
    found = Measurement.objects.filter(objective__public_id=objective_id, public_id=measurement_id)
    measurement = found.select_related("objective").first()
    if measurement is None:
        return redirect("objective", get_object_or_404(Objective, public_id=objective_id).public_id)
    try:
        objectives.remove_measurement(measurement=measurement, by=request.user, now=timezone.now())
    except ValidationError as error:
        messages.error(request, error.messages[0])
        return redirect("objective", objective_id)
    removed = {
        "on": measurement.on.isoformat(),
        "value": str(measurement.value),
        "source": measurement.source,
        "sample_size": measurement.sample_size or "",
        "note": measurement.note,
    }
    query = QueryDict(mutable=True)
    query["removed"] = signing.dumps(removed, salt=_REMOVED + str(objective_id))
    return redirect(f"{reverse('objective', args=[objective_id])}?{query.urlencode()}")


@require_POST
@role_required(Role.CURATOR)
def rename_campaign(request: PersonRequest, campaign_id: UUID) -> HttpResponse:
    campaign = get_object_or_404(Campaign.objects.select_related("objective"), public_id=campaign_id)
    form = CampaignForm(request.POST)
    if form.is_valid():
        try:
            objectives.rename_campaign(campaign=campaign, **form.cleaned_data, by=request.user, now=timezone.now())
        except ValidationError as error:
            form.add_error("name", error)
        else:
            return redirect("objective", campaign.objective.public_id)
    with timezone.override(request.company.zone):
        return _page(request, campaign.objective, renamed=(campaign, form))


@require_POST
@role_required(Role.CURATOR)
def close_campaign(request: PersonRequest, campaign_id: UUID) -> HttpResponse:
    campaign = get_object_or_404(Campaign.objects.select_related("objective"), public_id=campaign_id)
    now = timezone.now()
    objectives.close_campaign(
        campaign=campaign, on=company.day(at=now, zone=request.company.zone), by=request.user, now=now
    )
    return redirect("objective", campaign.objective.public_id)


@require_POST
@role_required(Role.CURATOR)
def reopen_campaign(request: PersonRequest, campaign_id: UUID) -> HttpResponse:
    campaign = get_object_or_404(Campaign.objects.select_related("objective"), public_id=campaign_id)
    objectives.reopen_campaign(campaign=campaign, by=request.user, now=timezone.now())
    return redirect("objective", campaign.objective.public_id)


def _removed(request: PersonRequest, objective: Objective) -> MeasurementForm | None:
    """The measurement that was just taken out, ready to be put back; signed, so that no link can make one up."""
    try:
        removed = signing.loads(
            request.GET.get("removed", ""), salt=_REMOVED + str(objective.public_id), max_age=_PUT_BACK_SECONDS
        )
    except signing.BadSignature:
        return None
    return MeasurementForm(initial=removed, auto_id="removed_%s")


def _page(
    request: PersonRequest,
    found: Objective,
    *,
    milestone_form: forms.Form | None = None,
    measurement_form: forms.Form | None = None,
    campaign_form: forms.Form | None = None,
    renamed: tuple[Campaign, forms.Form] | None = None,
) -> HttpResponse:
    today = company.day(at=timezone.now(), zone=request.company.zone)
    is_refused = any((milestone_form, measurement_form, campaign_form, renamed))
    context = {
        "objective": found,
        "course": objectives.course(objective=found, on=today),
        "campaigns": found.campaigns.order_by("closed_on", "name"),
        "removed": _removed(request, found),
        "renamed": renamed,
        "count_form": CountForm(auto_id="count_%s", initial={"platform_metric": found.platform_metric}),
        "may_change": objectives.may_change(person=request.user),
        "milestone_form": milestone_form or MilestoneForm(auto_id="milestone_%s"),
        "measurement_form": measurement_form or MeasurementForm(auto_id="measurement_%s", initial={"on": today}),
        "campaign_form": campaign_form or CampaignForm(auto_id="campaign_%s"),
    }
    return render(request, "content/objective.html", context, status=422 if is_refused else 200)
