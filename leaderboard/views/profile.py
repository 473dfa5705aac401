"""What a person says of himself: five parts, each saved by itself."""

from datetime import datetime
from typing import Any, cast

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts import followers, people
from accounts.forms import MailForm, NetworksForm, YouForm
from accounts.models import Person
from accounts.requests import PersonRequest
from accounts.views import refusals
from content import interests
from leaderboard import profiles
from leaderboard.forms import InterestsForm, VisibilityForm

PARTS = ("you", "networks", "interests", "mail", "visibility")


@never_cache
@require_safe
def profile(request: PersonRequest) -> HttpResponse:
    return _page(request, {})


@require_POST
def save_profile(request: PersonRequest, part: str) -> HttpResponse:
    if part not in PARTS:
        raise Http404
    form = _form(part, person=request.user, sent=request.POST)
    if form.is_valid():
        try:
            _save(part, form, person=request.user, now=timezone.now())
        except ValidationError as error:
            refusals.into(form, _at_pen_name(error) if part == "visibility" else error)
        else:
            with translation.override(request.user.language):
                messages.success(request, _("Saved."))
            return redirect(f"{reverse('profile')}#{part}")
    # The rule may have written into this instance before it refused.
    request.user.refresh_from_db()
    return _page(request, {part: form}, status=422)


def _at_pen_name(error: ValidationError) -> ValidationError:
    return error if hasattr(error, "error_dict") else ValidationError({"pen_name": error})


def _page(request: PersonRequest, bound: dict[str, forms.Form], *, status: int = 200) -> HttpResponse:
    shown = {part: bound.get(part) or _form(part, person=request.user) for part in PARTS}
    checklist = profiles.checklist(person=request.user)
    zone = (request.user.time_zone or request.company.time_zone).replace("_", " ")
    context = {"active": "me", "forms": shown, "checklist": checklist, "zone": zone}
    return render(request, "leaderboard/profile.html", context, status=status)


def _form(part: str, *, person: Person, sent: Any = None) -> forms.Form:
    prefix: dict[str, Any] = {"auto_id": f"{part}-%s"}
    if part == "you":
        return YouForm(sent, initial=YouForm.of(person), **prefix)
    if part == "networks":
        told = followers.latest(person=person)
        return NetworksForm(sent, initial=NetworksForm.of(person, told), told=told, **prefix)
    if part == "interests":
        chosen = {"topics": [str(topic) for topic in interests.of(person=person)]}
        return InterestsForm(sent, initial=chosen, topics=interests.offered(), **prefix)
    if part == "mail":
        return MailForm(sent, initial=MailForm.of(person), **prefix)
    return VisibilityForm(sent, initial=VisibilityForm.of(person), **prefix)


def _save(part: str, form: forms.Form, *, person: Person, now: datetime) -> None:
    if part == "you":
        people.change(person=person, **form.cleaned_data)
    elif part == "networks":
        networks = cast("NetworksForm", form)
        with transaction.atomic():
            people.use_networks(person=person, keys=networks.keys)
            followers.tell_all(person=person, bands=networks.bands, now=now)
    elif part == "interests":
        interests.choose(person=person, topics=form.cleaned_data["topics"], now=now)
    elif part == "mail":
        people.mail(person=person, now=now, **form.cleaned_data)
    else:
        profiles.show(person=person, now=now, **form.cleaned_data)
