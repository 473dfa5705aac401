"""The feeds that are read for the studio."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.access import role_required
from accounts.requests import PersonRequest
from accounts.roles import Role
from content import entries, feeds
from content.models import Feed
from content.tasks import check_due_feeds
from content.views.zones import in_company_zone
from web import paging


@require_safe
@role_required(Role.CURATOR)
@in_company_zone
def feeds_page(request: PersonRequest) -> HttpResponse:
    template = "content/feeds.html#list" if request.htmx else "content/feeds.html"
    return render(request, template, _context(request))


@require_POST
@role_required(Role.CURATOR)
@in_company_zone
def add_feed(request: PersonRequest) -> HttpResponse:
    url = request.POST.get("url", "")
    try:
        feeds.subscribe(url=url, by=request.user, now=timezone.now())
    except ValidationError as error:
        context = {**_context(request), "url": url, "url_error": error.messages[0]}
        return render(request, "content/feeds.html", context, status=422)
    check_due_feeds.delay_on_commit()
    messages.success(request, _("Subscribed. It is being read now."))
    return redirect("feeds")


@require_POST
@role_required(Role.CURATOR)
def stop_feed(request: PersonRequest, feed_id: UUID) -> HttpResponse:
    feed = get_object_or_404(Feed, public_id=feed_id)
    feeds.stop(feed=feed, by=request.user, now=timezone.now())
    messages.success(request, _("Stopped: %(feed)s. Paste its address again to go on.") % {"feed": feed})
    return redirect("feeds")


@require_POST
@role_required(Role.CURATOR)
def check_feed(request: PersonRequest, feed_id: UUID) -> HttpResponse:
    feed = get_object_or_404(Feed, public_id=feed_id)
    feeds.check_soon(feed=feed, by=request.user, now=timezone.now())
    check_due_feeds.delay_on_commit()
    messages.success(request, _("%(feed)s is being read now.") % {"feed": feed})
    return redirect("feeds")


def _context(request: PersonRequest) -> dict[str, object]:
    now = timezone.now()
    waiting = Q(entries__dismissed_at=None, entries__taken_at=None)
    found = list(
        Feed.objects.filter(stopped_at=None)
        .annotate(entries_count=Count("entries"), waiting_count=Count("entries", filter=waiting))
        .order_by("title", "pk")
    )
    page = paging.page(entries.to_look_at(), number=request.GET.get("page"), size=30)
    is_reading = any(feed.next_check_at <= now for feed in found)
    return {"feeds": found, "page": page, "is_reading": is_reading}
