"""What a person sees and sets for himself: what he was told, his settings, his keys."""

from contextlib import suppress
from uuid import UUID

from django.conf import settings as site
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django.views.i18n import set_language

from accounts import company, erasures, people, policies
from accounts import notifications as told
from accounts import tokens as keys
from accounts.forms import TokenForm
from accounts.models import Person
from accounts.requests import PersonRequest
from accounts.views import refusals
from web import paging
from web.throttles import limited


@require_safe
def notifications(request: PersonRequest) -> HttpResponse:
    rows = request.user.notifications.order_by("-created_at", "-pk")
    page = paging.page(rows, number=request.GET.get("page", 1), size=30)
    return render(request, "accounts/notifications.html", {"page": page, "days": site.NOTIFICATION_DAYS})


@require_safe
def open_notification(request: PersonRequest, notification_id: UUID) -> HttpResponse:
    """Looking at it is seeing it. The address is one of ours; anything else leads to the list."""
    notification = get_object_or_404(request.user.notifications, public_id=notification_id)
    told.mark_seen(notification=notification, now=timezone.now())
    is_ours = url_has_allowed_host_and_scheme(notification.path, allowed_hosts=None)
    return redirect(notification.path if is_ours else "notifications")


@require_POST
def mark_notifications_read(request: PersonRequest) -> HttpResponse:
    told.mark_read(person=request.user, now=timezone.now())
    return redirect("notifications")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def policy(request: PersonRequest) -> HttpResponse:
    status, refusal = 200, ""
    if request.method == "POST":
        said = request.POST.get("version", "")
        try:
            policies.acknowledge(
                person=request.user, version=int(said) if said.isdecimal() and len(said) < 9 else 0, now=timezone.now()
            )
        except ValidationError as error:
            status, refusal = 422, " ".join(error.messages)
        else:
            messages.success(request, _("Noted. Thank you for reading it."))
            return redirect("policy")
    settings = company.current()
    standing = policies.standing(person=request.user, settings=settings)
    shown = {"policy": settings, "standing": standing, "refusal": refusal}
    return render(request, "accounts/policy.html", shown, status=status)


@login_not_required
def choose_language(request: HttpRequest) -> HttpResponse:
    """Django keeps the choice in the browser; who is signed in keeps it too. An unknown language changes nothing."""
    if request.method == "POST" and isinstance(request.user, Person):
        with suppress(ValidationError):
            people.speak(person=request.user, language=request.POST.get("language", ""))
    return set_language(request)


@require_safe
def settings(request: PersonRequest) -> HttpResponse:
    return render(request, "accounts/settings.html")


@require_POST
@limited("erasure", "10/h")
def request_erasure(request: PersonRequest) -> HttpResponse:
    try:
        if "withdraw" in request.POST:
            erasures.withdraw(person=request.user, now=timezone.now())
            messages.success(request, _("Taken back. Everything stays as it is."))
        else:
            erasures.request(person=request.user, now=timezone.now())
            messages.success(request, _("Noted. You can change your mind for seven days."))
    except ValidationError as error:
        refusals.say(request, error)
    return redirect("settings")


@never_cache
@limited("tokens", "30/h")
@require_http_methods(["GET", "HEAD", "POST"])
def tokens(request: PersonRequest) -> HttpResponse:
    form, key = TokenForm(request.POST or None), ""
    if request.method == "POST" and form.is_valid():
        try:
            _token, key = keys.make(person=request.user, now=timezone.now(), **form.cleaned_data)
            form = TokenForm()
        except ValidationError as error:
            refusals.into(form, error)
    rows = request.user.tokens.filter(revoked_at=None)
    # Answered without a redirect: the key exists nowhere but in this answer.
    return render(request, "accounts/tokens.html", {"form": form, "key": key, "tokens": rows, "now": timezone.now()})


@require_POST
def revoke_token(request: PersonRequest, token_id: UUID) -> HttpResponse:
    token = get_object_or_404(request.user.tokens, public_id=token_id)
    keys.revoke(token=token, by=request.user, now=timezone.now())
    messages.success(request, _("“%(name)s” opens nothing any more.") % {"name": token.name})
    return redirect("tokens")
