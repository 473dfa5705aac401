"""People and teams, for administrators."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import people as people_rules
from accounts import roles
from accounts.access import role_required
from accounts.forms import GrantForm, InviteForm, PlaceForm
from accounts.models import Person, RoleGrant
from accounts.requests import PersonRequest
from accounts.roles import Role
from accounts.views import refusals


@require_http_methods(["GET", "HEAD", "POST"])
@role_required(Role.ADMINISTRATOR)
def people(request: PersonRequest) -> HttpResponse:
    form = InviteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            invited = people_rules.invite(by=request.user, now=timezone.now(), **form.cleaned_data)
        except ValidationError as error:
            refusals.into(form, error)
        else:
            messages.success(request, _("%(email)s is invited.") % {"email": invited.email})
            return redirect("person", invited.public_id)
    search, left = request.GET.get("search", "")[:150], request.GET.get("left", "") == "1"
    after = Person.objects.filter(public_id=as_id(request.GET.get("after", ""))).first()
    found = people_rules.listed(search=search, after=after, left=left)
    query = urlencode({"search": search, **({"left": "1"} if left else {})})
    context = {"form": form, "found": found, "search": search, "left": left, "after": after, "query": query}
    template = "accounts/people.html#people" if request.htmx else "accounts/people.html"
    return render(request, template, context)


def as_id(text: str) -> UUID | None:
    """This will read a public id; nonsense is none."""
    try:
        return UUID(text)
    except ValueError:
        return None


@require_safe
@role_required(Role.ADMINISTRATOR)
def person(request: PersonRequest, person_id: UUID) -> HttpResponse:
    shown = get_object_or_404(Person.objects.select_related("team"), public_id=person_id)
    return render(
        request,
        "accounts/person.html",
        {
            "shown": shown,
            "grants": RoleGrant.objects.filter(person=shown).select_related("team").order_by("role", "pk"),
            "grant_form": GrantForm(),
            "place_form": PlaceForm(initial={"team": shown.team.public_id if shown.team else None}),
        },
    )


@require_POST
@role_required(Role.ADMINISTRATOR)
def grant_role(request: PersonRequest, person_id: UUID) -> HttpResponse:
    shown = get_object_or_404(Person.objects.present(), public_id=person_id)
    form = GrantForm(request.POST)
    if not form.is_valid():
        refusals.say_form(request, form)
        return redirect("person", person_id)
    try:
        roles.grant(person=shown, by=request.user, now=timezone.now(), **form.cleaned_data)
    except ValidationError as error:
        refusals.say(request, error)
    return redirect("person", person_id)


@require_POST
@role_required(Role.ADMINISTRATOR)
def revoke_role(request: PersonRequest, person_id: UUID, grant_id: UUID) -> HttpResponse:
    grant = get_object_or_404(RoleGrant, public_id=grant_id, person__public_id=person_id)
    try:
        roles.revoke(grant=grant, by=request.user, now=timezone.now())
    except ValidationError as error:
        refusals.say(request, error)
    # Who took the role from himself may not see the page any more.
    return redirect("today") if grant.person_id == request.user.pk else redirect("person", person_id)


@require_POST
@role_required(Role.ADMINISTRATOR)
def place_person(request: PersonRequest, person_id: UUID) -> HttpResponse:
    shown = get_object_or_404(Person, public_id=person_id)
    form = PlaceForm(request.POST)
    if form.is_valid():
        people_rules.place(person=shown, team=form.cleaned_data["team"], by=request.user, now=timezone.now())
        messages.success(request, _("Saved."))
    else:
        refusals.say_form(request, form)
    return redirect("person", person_id)


@require_POST
@role_required(Role.ADMINISTRATOR)
def deactivate_person(request: PersonRequest, person_id: UUID) -> HttpResponse:
    shown = get_object_or_404(Person, public_id=person_id)
    try:
        people_rules.deactivate(person=shown, by=request.user, now=timezone.now())
        messages.success(request, _("%(name)s has left. No session and no key opens anything.") % {"name": shown})
    except ValidationError as error:
        refusals.say(request, error)
    return redirect("person", person_id)


@require_POST
@role_required(Role.ADMINISTRATOR)
def reactivate_person(request: PersonRequest, person_id: UUID) -> HttpResponse:
    shown = get_object_or_404(Person, public_id=person_id)
    try:
        people_rules.reactivate(person=shown, by=request.user, now=timezone.now())
        messages.success(request, _("%(name)s is here again, without roles.") % {"name": shown})
    except ValidationError as error:
        refusals.say(request, error)
    return redirect("person", person_id)
