"""What a story said before, what differs, and how older words come back."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.access import role_required
from accounts.requests import PersonRequest
from accounts.roles import Role
from content import versions, working_copies
from content.models import Story
from content.versions import NOW
from content.views.zones import in_company_zone
from web.paging import page


@require_safe
@role_required(Role.CURATOR)
@in_company_zone
def story_versions(request: PersonRequest, story_id: UUID) -> HttpResponse:
    story = _found(request, story_id)
    listed = page(story.versions.select_related("by"), number=request.GET.get("page"), size=20)
    after = _number(request.GET.get("after", ""), NOW)
    before = _number(request.GET.get("before", ""), _fitting(story, after))
    try:
        differing = versions.difference(story=story, before=before, after=after) if before != after else ()
    except versions.NoSuchVersion as error:
        raise Http404 from error
    context = {
        "story": story,
        "lines": versions.lines(story=story, versions=listed.rows),
        "page": listed,
        "numbers": story.versions.values_list("number", flat=True),
        "before": before,
        "after": after,
        "changes": differing,
        "is_open": story.state in (Story.State.DRAFT, *working_copies.OUT),
    }
    return render(request, "content/story_versions.html", context)


@require_POST
@role_required(Role.CURATOR)
def begin_again(request: PersonRequest, story_id: UUID, number: int) -> HttpResponse:
    story = _found(request, story_id)
    try:
        versions.begin_again(story=story, number=number, by=request.user, now=timezone.now())
    except versions.NoSuchVersion as error:
        raise Http404 from error
    except ValidationError as error:
        messages.error(request, error.messages[0])
        return redirect("story_versions", story_id)
    messages.success(request, _("These are the words of version %(number)d again.") % {"number": number})
    return redirect("edit_story", story_id)


@require_POST
@role_required(Role.CURATOR)
def discard_change(request: PersonRequest, story_id: UUID) -> HttpResponse:
    story = _found(request, story_id)
    try:
        working_copies.discard(story=story, by=request.user, now=timezone.now())
    except ValidationError as error:
        messages.error(request, error.messages[0])
    else:
        messages.success(request, _("Thrown away. You can still bring the words back."))
    return redirect("edit_story", story_id)


@require_POST
@role_required(Role.CURATOR)
def bring_words_back(request: PersonRequest, story_id: UUID) -> HttpResponse:
    story = _found(request, story_id)
    try:
        versions.bring_back(story=story, by=request.user, now=timezone.now())
    except ValidationError as error:
        messages.error(request, error.messages[0])
    else:
        messages.success(request, _("The words are back."))
    return redirect("edit_story", story_id)


def _found(request: PersonRequest, story_id: UUID) -> Story:
    reachable = Story.objects.in_reach(request.user, role=Role.CURATOR)
    return get_object_or_404(reachable.select_related("owner_team"), public_id=story_id)


def _number(said: str, otherwise: int) -> int:
    return int(said) if said.isdecimal() and len(said) < 10 else otherwise


def _fitting(story: Story, after: int) -> int:
    """The version to compare with when nobody chose one: what is out, else the one before."""
    if after != NOW:
        return max(after - 1, 0)
    return story.approved_version or story.version
