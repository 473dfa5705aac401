"""The approval inbox."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.access import role_required
from accounts.requests import PersonRequest
from accounts.roles import Role
from content import audiences, changes, desk, manuscripts, stories
from content.approvals import may_decide
from content.models import Approval, Story, StoryVersion
from content.tasks import turn_stories
from content.views.zones import in_company_zone


@require_safe
@role_required(Role.APPROVER)
@in_company_zone
def approvals(request: PersonRequest) -> HttpResponse:
    in_reach = Story.objects.in_reach(request.user, role=Role.APPROVER)
    waiting = desk.waiting_for(person=request.user)
    decided = Approval.objects.filter(story__in=in_reach).select_related("story", "by")
    context = {
        "waiting": waiting,
        "asking": len({story.submitted_by_id for story in waiting}),
        "own_count": in_reach.waiting().count() - len(waiting),
        "decided": decided[:10],
    }
    return render(request, "content/approvals.html", context)


@require_safe
@role_required(Role.APPROVER)
@in_company_zone
def approval(request: PersonRequest, story_id: UUID) -> HttpResponse:
    return _page(request, _found(request, story_id))


@require_POST
@role_required(Role.APPROVER)
@in_company_zone
def approve_story(request: PersonRequest, story_id: UUID) -> HttpResponse:
    story = _found(request, story_id)
    try:
        stories.approve(
            story=story,
            by=request.user,
            note=request.POST.get("note", "")[:2000],
            now=timezone.now(),
            version=_version(request),
        )
    except ValidationError as error:
        return _page(request, story, error=error.messages[0], note=request.POST.get("note", ""))
    turn_stories.delay_on_commit()
    messages.success(request, _("Approved: %(title)s") % {"title": story.title})
    return redirect("approvals")


@require_POST
@role_required(Role.APPROVER)
@in_company_zone
def send_back_story(request: PersonRequest, story_id: UUID) -> HttpResponse:
    story = _found(request, story_id)
    note = request.POST.get("note", "")[:2000]
    try:
        stories.send_back(story=story, by=request.user, note=note, now=timezone.now(), version=_version(request))
    except ValidationError as error:
        return _page(request, story, error=error.messages[0], note=note)
    messages.success(request, _("Sent back: %(title)s") % {"title": story.title})
    return redirect("approvals")


def _found(request: PersonRequest, story_id: UUID) -> Story:
    in_reach = Story.objects.in_reach(request.user, role=Role.APPROVER).exclude(version=0)
    return get_object_or_404(in_reach.select_related("author", "submitted_by", "owner_team"), public_id=story_id)


def _version(request: PersonRequest) -> int:
    """The version that the page showed: what was changed meanwhile is not approved unseen."""
    shown = request.POST.get("version", "")
    return int(shown) if shown.isdecimal() and len(shown) < 10 else 0


def _page(request: PersonRequest, story: Story, *, error: str = "", note: str = "") -> HttpResponse:
    version = get_object_or_404(StoryVersion.objects.select_related("by"), story=story, number=story.version)
    manuscript = manuscripts.from_json(version.said)
    approved = story.approved_version
    before = manuscripts.of_version(story=story, number=approved) if approved and approved != version.number else None
    context = {
        "story": story,
        "version": version,
        "manuscript": manuscript,
        "seen": manuscripts.shown(manuscript),
        "changes": changes.between(before=before, after=manuscript),
        "is_change": before is not None,
        "reach": audiences.reach(manuscript=manuscript),
        "audience": changes.audience(manuscript),
        "approvals": story.approvals.select_related("by"),
        "may_decide": may_decide(story=story, person=request.user),
        "error": error,
        "note": note,
    }
    return render(request, "content/approval.html", context, status=422 if error else 200)
