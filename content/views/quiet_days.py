"""Days on which nothing new goes out: added, removed and brought back on the calendar's page."""

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.core import signing
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.access import role_required
from accounts.requests import PersonRequest
from accounts.roles import Role
from content import quiet_days
from content.forms.week import QuietDayForm
from content.models import QuietDay
from content.views.calendar import page
from content.views.zones import in_company_zone

SALT = "content.quiet_days"
KEPT_SECONDS = 24 * 60 * 60


@require_POST
@role_required(Role.CURATOR)
@in_company_zone
def add_quiet_day(request: PersonRequest) -> HttpResponse:
    form = QuietDayForm(request.POST, auto_id="quiet_%s")
    if form.is_valid():
        try:
            quiet = quiet_days.add(**form.cleaned_data, by=request.user, now=timezone.now())
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Nothing new goes out then: %(reason)s") % {"reason": quiet.reason})
            return redirect(_calendar(quiet.first_on.isoformat()))
    return page(request, form=form)


@require_POST
@role_required(Role.CURATOR)
@in_company_zone
def remove_quiet_day(request: PersonRequest, quiet_day_id: UUID) -> HttpResponse:
    quiet = get_object_or_404(QuietDay, public_id=quiet_day_id)
    kept = [quiet.first_on.isoformat(), quiet.last_on.isoformat(), quiet.region, quiet.reason]
    quiet_days.remove(quiet_day=quiet, by=request.user, now=timezone.now())
    removed = signing.dumps(kept, salt=SALT, compress=True)
    return redirect(_calendar(request.POST.get("from", "")[:10], removed=removed))


@require_POST
@role_required(Role.CURATOR)
@in_company_zone
def restore_quiet_day(request: PersonRequest) -> HttpResponse:
    try:
        kept = signing.loads(request.POST.get("removed", ""), salt=SALT, max_age=KEPT_SECONDS)
    except signing.BadSignature:
        messages.error(request, _("That is too long ago to bring it back. Add the day again below."))
        return redirect("calendar")
    first_on, last_on, region, reason = kept
    quiet_days.add(
        first_on=date.fromisoformat(first_on),
        last_on=date.fromisoformat(last_on),
        region=region,
        reason=reason,
        by=request.user,
        now=timezone.now(),
    )
    return redirect(_calendar(first_on))


def _calendar(first: str, **more: str) -> str:
    return f"{reverse('calendar')}?{urlencode({'from': first, **more})}"
