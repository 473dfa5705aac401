"""What administrators set for the whole company."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import brand_accounts, policies
from accounts import company as company_rules
from accounts.access import role_required
from accounts.forms import BrandAccountForm, BrandFollowersForm, CompanyForm
from accounts.models import AuditEntry, BrandAccount, Person, RoleGrant, Team
from accounts.requests import PersonRequest
from accounts.roles import Role
from accounts.views import refusals
from web import paging


@require_safe
@role_required(Role.ADMINISTRATOR)
def company(request: PersonRequest) -> HttpResponse:
    figures = {
        "people": Person.objects.present().count(),
        "teams": Team.objects.count(),
        "administrators": RoleGrant.objects.filter(role=Role.ADMINISTRATOR).count(),
        "accounts": BrandAccount.objects.filter(closed_at=None).count(),
        "erasures": Person.objects.present().exclude(erase_requested_at=None).count(),
    }
    return render(request, "accounts/company.html", {"figures": figures})


@require_http_methods(["GET", "HEAD", "POST"])
@role_required(Role.ADMINISTRATOR)
def company_settings(request: PersonRequest) -> HttpResponse:
    settings = company_rules.current()
    form = CompanyForm(request.POST or None, initial=CompanyForm.of(settings))
    if request.method == "POST" and form.is_valid():
        wanted = {**form.cleaned_data, "domains": form.cleaned_data["domains"].replace(",", "\n").split("\n")}
        try:
            company_rules.change(by=request.user, now=timezone.now(), **wanted)
        except ValidationError as error:
            refusals.into(form, error)
        else:
            messages.success(request, _("Saved."))
            return redirect("company_settings")
    return render(request, "accounts/company_settings.html", {"form": form, "version": settings.policy_version})


@require_safe
@role_required(Role.ADMINISTRATOR)
def policy_readers(request: PersonRequest) -> HttpResponse:
    shown = {"policy": company_rules.current(), "readers": policies.readers(by=request.user), "least": policies.LEAST}
    return render(request, "accounts/policy_readers.html", shown)


@require_http_methods(["GET", "HEAD", "POST"])
@role_required(Role.ADMINISTRATOR)
def brand(request: PersonRequest) -> HttpResponse:
    form = BrandAccountForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            brand_accounts.add(by=request.user, now=timezone.now(), **form.cleaned_data)
            return redirect("brand")
        except ValidationError as error:
            refusals.into(form, error)
    today = timezone.localdate()
    accounts = [
        (account, count, BrandFollowersForm(initial={"on": today}, prefix=f"count-{account.pk}"))
        for account, count in brand_accounts.latest()
    ]
    return render(request, "accounts/brand.html", {"form": form, "accounts": accounts})


@require_POST
@role_required(Role.ADMINISTRATOR)
def count_brand_followers(request: PersonRequest, account_id: UUID) -> HttpResponse:
    account = get_object_or_404(BrandAccount, public_id=account_id, closed_at=None)
    form = BrandFollowersForm(request.POST, prefix=f"count-{account.pk}")
    if not form.is_valid():
        refusals.say_form(request, form)
        return redirect("brand")
    try:
        brand_accounts.count(account=account, by=request.user, now=timezone.now(), **form.cleaned_data)
        messages.success(request, _("Noted for %(account)s.") % {"account": account.handle})
    except ValidationError as error:
        refusals.say(request, error)
    return redirect("brand")


@require_POST
@role_required(Role.ADMINISTRATOR)
def close_brand_account(request: PersonRequest, account_id: UUID) -> HttpResponse:
    account = get_object_or_404(BrandAccount, public_id=account_id)
    brand_accounts.close(account=account, by=request.user, now=timezone.now())
    messages.success(request, _("%(account)s is not counted any more.") % {"account": account.handle})
    return redirect("brand")


@require_safe
@role_required(Role.ADMINISTRATOR)
def audit_log(request: PersonRequest) -> HttpResponse:
    room, search = request.GET.get("room", "")[:60], request.GET.get("search", "").strip()[:64]
    entries = AuditEntry.objects.select_related("by").order_by("-at", "-pk")
    if room:
        entries = entries.filter(action__startswith=f"{room}.")
    if search:
        entries = entries.filter(target_name__icontains=search)
    rooms = sorted({action.split(".")[0] for action in AuditEntry.objects.values_list("action", flat=True).distinct()})
    page = paging.page(entries, number=request.GET.get("page", 1), size=50)
    context = {"page": page, "rooms": rooms, "room": room, "search": search}
    return render(request, "accounts/audit_log.html", context)
