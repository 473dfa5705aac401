"""Connected accounts: which there are, connecting one, letting go of one."""

import uuid
from datetime import datetime
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.requests import PersonRequest
from accounts.views import refusals
from advocacy import connections as accounts
from advocacy import consents
from advocacy.forms.publishing import BlueskyForm, LinkedInForm, MastodonForm
from advocacy.models import SocialConnection
from web.throttles import limited

SESSION_KEY = "consent"
FORMS: dict[str, type[forms.Form]] = {"mastodon": MastodonForm, "bluesky": BlueskyForm, "linkedin": LinkedInForm}


@never_cache
@require_safe
def connections(request: PersonRequest) -> HttpResponse:
    return _page(request, {})


@require_POST
@limited("connect", "20/h")
def connect_account(request: PersonRequest, network: str) -> HttpResponse:
    _require_offered(network)
    form = FORMS[network](request.POST, auto_id=f"{network}-%s")
    if form.is_valid():
        try:
            return _connect(request, network, form, now=timezone.now())
        except ValidationError as error:
            refusals.into(form, error)
    return _page(request, {network: form}, status=422)


@never_cache
@require_safe
def consent(request: PersonRequest, network: str) -> HttpResponse:
    """A page with a link: a form may not lead to another site, and the person sees first what he will be asked."""
    _require_offered(network)
    asked = _kept(request, network)
    if asked is None:
        return redirect("connections")
    return render(request, "advocacy/consent.html", {"active": "me", "consent": asked})


@never_cache
@require_safe
@limited("connect", "20/h", methods={"GET"})
def return_from_consent(request: PersonRequest, network: str) -> HttpResponse:
    """The network sends the person back; what he left with is used up by it."""
    _require_offered(network)
    asked = _kept(request, network)
    request.session.pop(SESSION_KEY, None)
    said = {name: request.GET.get(name, "") for name in ("state", "code", "error")}
    finish = consents.return_from_mastodon if network == "mastodon" else consents.return_from_linkedin
    try:
        if asked is None:
            raise consents.NotAsked(_("This answer belongs to no question of yours. Begin again."))
        connection = finish(
            person=request.user,
            consent=asked,
            said=said,
            redirect_uri=_return_address(network),
            now=timezone.now(),
            allowed=settings.OUTBOUND_ALLOWED,
        )
    except ValidationError as error:
        refusals.say(request, error)
    else:
        _say_connected(request, connection)
    return redirect("connections")


@require_POST
def disconnect_account(request: PersonRequest, connection_id: uuid.UUID) -> HttpResponse:
    mine = SocialConnection.objects.filter(person=request.user).select_related("app")
    connection = get_object_or_404(mine, public_id=connection_id)
    accounts.disconnect(connection=connection, allowed=settings.OUTBOUND_ALLOWED)
    messages.success(request, _("%(handle)s is not connected any more.") % {"handle": connection.handle})
    return redirect("connections")


def _connect(request: PersonRequest, network: str, form: forms.Form, *, now: datetime) -> HttpResponse:
    typed, allowed = form.cleaned_data, settings.OUTBOUND_ALLOWED
    if network == "bluesky":
        connection = consents.sign_in_to_bluesky(
            person=request.user,
            handle=typed["handle"],
            password=typed["password"],
            typed_home=typed["home"],
            now=now,
            allowed=allowed,
        )
        _say_connected(request, connection)
        return redirect("connections")
    back = _return_address(network)
    if network == "mastodon":
        asked = consents.ask_mastodon(typed=typed["home"], redirect_uri=back, now=now, allowed=allowed)
    else:
        asked = consents.ask_linkedin(redirect_uri=back)
    request.session[SESSION_KEY] = {
        "network": asked.network,
        "home": asked.home,
        "address": asked.address,
        "state": asked.state,
        "verifier": asked.verifier,
    }
    return redirect("consent", network)


def _page(request: PersonRequest, bound: dict[str, forms.Form], *, status: int = 200) -> HttpResponse:
    known = accounts.of(person=request.user)
    lines: list[dict[str, Any]] = [
        {
            "network": network,
            "connection": known.get(network.key),
            "form": bound.get(network.key) or FORMS[network.key](auto_id=f"{network.key}-%s"),
            "is_wrong": network.key in bound,
        }
        for network in consents.offered()
    ]
    # An account stays here to be let go of, also when its network is offered no more.
    shown = {line["network"].key for line in lines}
    others = [connection for key, connection in known.items() if key not in shown]
    context = {"active": "me", "lines": lines, "others": others}
    return render(request, "advocacy/connections.html", context, status=status)


def _kept(request: PersonRequest, network: str) -> consents.Consent | None:
    kept = request.session.get(SESSION_KEY)
    return consents.Consent(**kept) if isinstance(kept, dict) and kept.get("network") == network else None


def _return_address(network: str) -> str:
    return settings.SITE_URL + reverse("return_from_consent", args=[network])


def _require_offered(network: str) -> None:
    if network not in {each.key for each in consents.offered()}:
        raise Http404


def _say_connected(request: PersonRequest, connection: SocialConnection) -> None:
    names = {"handle": connection.handle}
    messages.success(request, _("%(handle)s is connected. Nothing is posted unless you press for it.") % names)
