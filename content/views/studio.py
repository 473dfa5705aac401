"""The studio: the desk, and all stories by state."""

from collections.abc import Collection
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from accounts.access import role_required
from accounts.requests import PersonRequest
from accounts.roles import Role
from content import desk, entries, listings, previews
from content.models import FeedEntry, Story
from content.tasks import read_waiting_previews
from content.views.zones import in_company_zone
from web import paging
from web.throttles import limited

LISTED = 40
SORTS = {
    "changed": gettext_lazy("changed last"),
    "begins": gettext_lazy("by beginning"),
    "ends": gettext_lazy("by end"),
    "title": gettext_lazy("by title"),
    "oldest": gettext_lazy("oldest first"),
}


@require_safe
@role_required(Role.CURATOR)
@in_company_zone
def studio(request: PersonRequest) -> HttpResponse:
    found = desk.of(person=request.user, now=timezone.now(), settings=request.company)
    return render(request, "content/studio.html", {"desk": found})


@require_safe
@role_required(Role.CURATOR)
@in_company_zone
def stories(request: PersonRequest) -> HttpResponse:
    return list_page(request, request.GET)


def list_page(
    request: PersonRequest, asked: QueryDict, *, ticked: Collection[str] = (), error: str = ""
) -> HttpResponse:
    """All stories; with `error` and what was `ticked` when something could not be done, so that nothing is lost."""
    listing = listings.read({name: str(value) for name, value in asked.dict().items()})
    page = paging.page(listings.find(person=request.user, listing=listing), number=asked.get("page"), size=LISTED)
    all_ticked = asked.get("tick") == "all"
    context = {
        "sentence": listings.sentence(listing=listing, count=page.total),
        "page": page,
        "listing": listing,
        "choices": listings.choices(person=request.user),
        "states": Story.State,
        "kinds": Story.Kind,
        "sorts": SORTS,
        "ticked": {str(story.public_id) for story in page.rows} if all_ticked else set(ticked),
        "all_ticked": all_ticked,
        "days": asked.get("days", "7"),
        "error": error,
    }
    return render(request, "content/stories.html", context, status=422 if error else 200)


@require_POST
@limited("previews", "60/h")
@role_required(Role.CURATOR)
def start_story(request: PersonRequest) -> HttpResponse:
    url = request.POST.get("url", "")
    now = timezone.now()
    try:
        preview = previews.ask(url=url, by=request.user, now=now)
    except ValidationError as error:
        with timezone.override(request.company.zone):
            found = desk.of(person=request.user, now=now, settings=request.company)
            context = {"desk": found, "url": url, "url_error": error.messages[0]}
            return render(request, "content/studio.html", context, status=422)
    read_waiting_previews.delay_on_commit()
    return redirect("preview", preview.public_id)


@require_POST
@role_required(Role.CURATOR)
def take_entry(request: PersonRequest, entry_id: UUID) -> HttpResponse:
    entry = get_object_or_404(FeedEntry, public_id=entry_id)
    try:
        preview = entries.take(entry=entry, by=request.user, now=timezone.now())
    except ValidationError as error:
        messages.error(request, error.messages[0])
        return redirect("studio")
    read_waiting_previews.delay_on_commit()
    return redirect("preview", preview.public_id)


@require_POST
@role_required(Role.CURATOR)
def dismiss_entry(request: PersonRequest, entry_id: UUID) -> HttpResponse:
    entry = get_object_or_404(FeedEntry, public_id=entry_id)
    entries.dismiss(entry=entry, by=request.user, now=timezone.now())
    if request.htmx:
        return render(request, "content/studio.html#dismissed", {"entry": entry})
    messages.success(request, _("Put aside: %(title)s") % {"title": entry.title})
    return redirect("studio")


@require_POST
@role_required(Role.CURATOR)
def restore_entry(request: PersonRequest, entry_id: UUID) -> HttpResponse:
    entry = get_object_or_404(FeedEntry, public_id=entry_id)
    entries.restore(entry=entry, by=request.user, now=timezone.now())
    if request.htmx:
        return render(request, "content/studio.html#entry", {"entry": entry})
    return redirect("studio")
