"""The calendar: four weeks with what is out, planned and meant, and other days for a story."""

from datetime import date
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts import company, roles
from accounts.access import role_required
from accounts.requests import PersonRequest
from accounts.roles import Role
from content import manuscripts, moves, quiet_days, weeks
from content.forms.week import MoveForm, QuietDayForm
from content.models import BulkAction, Story
from content.views.zones import in_company_zone, place_of


@require_safe
@role_required(Role.CURATOR)
@in_company_zone
def calendar(request: PersonRequest) -> HttpResponse:
    return page(request)


def page(request: PersonRequest, *, form: QuietDayForm | None = None) -> HttpResponse:
    now = timezone.now()
    today = company.day(at=now, zone=request.company.zone)
    asked = request.GET.get("from") or (form.data.get("from", "") if form else "")
    found = weeks.of(
        person=request.user,
        first=read_day(asked) or today,
        count=weeks.AT_ONCE,
        now=now,
        settings=request.company,
    )
    context = {
        "calendar": found,
        "today": today,
        "form": form or QuietDayForm(auto_id="quiet_%s"),
        "is_of_company": roles.teams(person=request.user, role=Role.CURATOR) is None,
        "removed": request.GET.get("removed", "")[:2000],
        "moved": _moved(request),
    }
    return render(request, "content/calendar.html", context, status=422 if form else 200)


def read_day(text: str) -> date | None:
    """This will read a day from an address, or nothing that makes sense as no day."""
    try:
        return parse_date(text[:10])
    except ValueError:
        return None


def _moved(request: PersonRequest) -> BulkAction | None:
    """What was just moved from here, and can still be taken back."""
    try:
        moved = UUID(request.GET.get("moved", ""))
    except ValueError:
        return None
    return BulkAction.objects.filter(public_id=moved, by=request.user, undone_at=None).first()


@require_http_methods(["GET", "HEAD", "POST"])
@role_required(Role.CURATOR)
@in_company_zone
def move_story(request: PersonRequest, story_id: UUID) -> HttpResponse:
    reachable = Story.objects.in_reach(request.user, role=Role.CURATOR).select_related("author", "owner_team")
    story = get_object_or_404(reachable, public_id=story_id)
    is_live = story.state == Story.State.LIVE
    if request.method != "POST":
        return _move_page(request, story, _move_form(story))
    form = MoveForm(request.POST, is_live=is_live)
    if not form.is_valid():
        return _move_page(request, story, form)
    was_out = story.state in moves.OUT
    try:
        moves.move(
            story=story,
            goes_live_at=form.cleaned_data.get("goes_live_at"),
            expires_at=form.cleaned_data["expires_at"],
            seen=form.cleaned_data["seen"],
            by=request.user,
            now=timezone.now(),
        )
    except ValidationError as error:
        story.refresh_from_db()
        return _move_page(request, story, _again(request, story, form, error))
    messages.success(request, _("Asked: a second person says yes to the new days.") if was_out else _("Moved."))
    day = story.goes_live_at or form.cleaned_data.get("goes_live_at") or timezone.now()
    return redirect(f"{reverse('calendar')}?from={timezone.localtime(day).date().isoformat()}")


def _move_form(story: Story) -> MoveForm:
    said = manuscripts.newest(story=story)
    initial = {"seen": story.revision, "goes_live_at": said.goes_live_at, "expires_at": said.expires_at}
    return MoveForm(initial=initial, is_live=story.state == Story.State.LIVE)


def _again(request: PersonRequest, story: Story, form: MoveForm, error: ValidationError) -> MoveForm:
    """The same form with what was typed; sent again, it stands over what somebody else saved meanwhile."""
    typed = request.POST.copy()
    typed["seen"] = str(story.revision)
    again = MoveForm(typed, is_live="goes_live_at" not in form.fields)
    again.is_valid()
    by_field = error.error_dict if hasattr(error, "error_dict") else {}
    again.add_error(None, error) if not set(by_field) <= set(again.fields) or not by_field else again.add_error(
        None, forms.ValidationError(by_field)
    )
    return again


def _move_page(request: PersonRequest, story: Story, form: MoveForm) -> HttpResponse:
    said = manuscripts.newest(story=story)
    refusal = ""
    try:
        moves.require_movable(story=story)
    except moves.NotToMove as error:
        refusal = error.messages[0]
    context = {
        "story": story,
        "said": said,
        "form": form,
        "refusal": refusal,
        "conflicts": quiet_days.conflicts(said),
        "is_out": story.state in moves.OUT,
        "zone": place_of(request.company.time_zone),
    }
    return render(request, "content/calendar_move.html", context, status=422 if form.errors else 200)
