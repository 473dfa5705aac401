"""What is done to many stories at once, what came of it, and the way back."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.access import role_required
from accounts.requests import PersonRequest
from accounts.roles import Role
from content import bulk
from content.models import BulkAction, Campaign, Story, Topic
from content.views.studio import list_page
from content.views.zones import in_company_zone


@require_POST
@role_required(Role.CURATOR)
@in_company_zone
def act_in_bulk(request: PersonRequest) -> HttpResponse:
    """From the list it leads to what came of it; from the calendar, where one story moves, back there."""
    named = _named(request.POST.getlist("story")[: bulk.MOST + 1])
    reachable = Story.objects.in_reach(request.user, role=Role.CURATOR)
    found = reachable.select_related("owner_team", "campaign", "preview").in_bulk(named, field_name="public_id")
    chosen = [found[each] for each in dict.fromkeys(named) if each in found]
    to_calendar = request.POST.get("to") == "calendar"
    try:
        entry = bulk.do(
            action=request.POST.get("action", ""),
            chosen=chosen,
            by=request.user,
            now=timezone.now(),
            days=_days(request.POST.get("days", "")),
            campaign=Campaign.objects.filter(public_id__in=_named([request.POST.get("into", "")])).first(),
            topic=Topic.objects.filter(public_id__in=_named([request.POST.get("give", "")])).first(),
        )
    except ValidationError as error:
        if to_calendar:
            messages.error(request, error.messages[0])
            return redirect("calendar")
        return list_page(request, request.POST, ticked={str(each) for each in named}, error=error.messages[0])
    return _to_calendar(request, entry) if to_calendar else redirect("bulk_action", entry.public_id)


@require_safe
@role_required(Role.CURATOR)
@in_company_zone
def bulk_action(request: PersonRequest, bulk_id: UUID) -> HttpResponse:
    entry = _found(request, bulk_id)
    return render(request, "content/bulk.html", {"entry": entry, "outcome": bulk.outcome(entry=entry)})


@require_POST
@role_required(Role.CURATOR)
@in_company_zone
def undo_bulk_action(request: PersonRequest, bulk_id: UUID) -> HttpResponse:
    entry = _found(request, bulk_id)
    try:
        bulk.undo(entry=entry, by=request.user, now=timezone.now())
    except ValidationError as error:
        messages.error(request, error.messages[0])
    else:
        messages.success(request, _("Undone."))
    if request.POST.get("to") == "calendar":
        return redirect(f"{reverse('calendar')}?{urlencode({'from': request.POST.get('from', '')[:10]})}")
    return redirect("bulk_action", bulk_id)


def _found(request: PersonRequest, bulk_id: UUID) -> BulkAction:
    return get_object_or_404(BulkAction, public_id=bulk_id, by=request.user)


def _named(texts: list[str]) -> list[UUID]:
    found = []
    for text in texts:
        try:
            found.append(UUID(text))
        except ValueError:
            continue
    return found


def _days(text: str) -> int:
    try:
        return int(text[:5])
    except ValueError:
        return 0


def _to_calendar(request: PersonRequest, entry: BulkAction) -> HttpResponseRedirect:
    outcome = bulk.outcome(entry=entry)
    for line in outcome.refused:
        messages.error(request, _("%(title)s: %(reason)s") % {"title": line.title, "reason": line.reason})
    moved = {"moved": str(entry.public_id)} if outcome.done else {}
    return redirect(f"{reverse('calendar')}?{urlencode({'from': request.POST.get('from', '')[:10], **moved})}")
