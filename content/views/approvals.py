"""The approval inbox: what waits, one version of one story, the yes, the no, and remarks at their place."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Case, IntegerField, Value, When
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts import roles
from accounts.requests import PersonRequest
from accounts.roles import Role
from content import approvals as rules
from content import audiences, changes, manuscripts, proofs, remarks, steps, stories
from content.models import Approval, Remark, Story, StoryVersion
from content.tasks import turn_stories
from content.views.zones import in_company_zone
from web import paging

P = ParamSpec("P")
SIZE = 20


def asked_in_a_step(
    *also: str,
) -> Callable[
    [Callable[Concatenate[PersonRequest, P], HttpResponse]], Callable[Concatenate[HttpRequest, P], HttpResponse]
]:
    """This will let in who could be asked in some step, and who holds one of the roles; everybody else gets 403."""

    def decorate(
        view: Callable[Concatenate[PersonRequest, P], HttpResponse],
    ) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
        @wraps(view)
        def guarded(request: PersonRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            may = any(roles.holds(person=request.user, role=role) for role in also)
            if not may and not steps.seats(person=request.user):
                roles.require(person=request.user, role=Role.APPROVER)
            return view(request, *args, **kwargs)

        return guarded  # type: ignore[return-value]

    return decorate


@require_safe
@asked_in_a_step()
@in_company_zone
def approvals(request: PersonRequest) -> HttpResponse:
    in_reach = steps.in_reach(person=request.user)
    waiting = rules.asking(person=request.user)
    ways = steps.paths(stories=waiting)
    asked = {pk: now for pk, way in ways.items() if (now := steps.current(way))}
    mine = [pk for pk, now in asked.items() if now.asks(request.user)]
    first = Case(When(pk__in=mine, then=Value(0)), default=Value(1), output_field=IntegerField())
    found = Story.objects.filter(pk__in=asked).order_by(first, "submitted_at", "pk")
    page = paging.page(found.select_related("submitted_by", "author"), number=request.GET.get("page"), size=SIZE)
    rows = [(story, asked[story.pk], story.pk in mine) for story in page.rows]
    decided = Approval.objects.filter(story__in=in_reach).select_related("story", "by", "step")
    context = {
        "page": page,
        "for_me": [row for row in rows if row[2]],
        "for_others": [row for row in rows if not row[2]],
        "mine_count": len(mine),
        "asking": len({story.submitted_by_id for story in waiting if story.pk in mine}),
        "first": next((story.submitted_by for story in waiting if story.pk in mine), None),
        "own_count": sum(request.user.pk in now.writers for now in asked.values()),
        "decided": decided[:10],
        "now": timezone.now(),
    }
    return render(request, "content/approvals.html", context)


@require_safe
@asked_in_a_step(Role.CURATOR)
@in_company_zone
def approval(request: PersonRequest, story_id: UUID) -> HttpResponse:
    return _page(request, _shown(request, story_id))


@require_POST
@asked_in_a_step()
@in_company_zone
def approve_story(request: PersonRequest, story_id: UUID) -> HttpResponse:
    story = _found(request, story_id)
    note = request.POST.get("note", "")[:2000]
    try:
        stories.approve(
            story=story,
            by=request.user,
            note=note,
            now=timezone.now(),
            version=_version(request),
            step=_step(request),
        )
    except ValidationError as error:
        return _page(request, story, error=error.messages[0], note=note)
    turn_stories.delay_on_commit()
    if story.waiting_version is None:
        messages.success(request, _("Approved: %(title)s") % {"title": story.title})
    else:
        messages.success(request, _("Your yes is noted; others are still asked: %(title)s") % {"title": story.title})
    return redirect("approvals")


@require_POST
@asked_in_a_step()
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


@require_POST
@asked_in_a_step(Role.CURATOR)
@in_company_zone
def add_remark(request: PersonRequest, story_id: UUID) -> HttpResponse:
    story = _shown(request, story_id)
    version = get_object_or_404(StoryVersion, story=story, number=story.version)
    typed = {name: request.POST.get(name, "")[:2000] for name in ("field", "quote", "text")}
    try:
        remarks.add(
            story=story,
            version=version.number,
            manuscript=manuscripts.from_json(version.said),
            **typed,
            by=request.user,
            now=timezone.now(),
        )
    except ValidationError as error:
        return _page(request, story, remark_error=error.messages[0], remark=typed)
    messages.success(request, _("Noted. The author is told."))
    return redirect("approval", story_id)


@require_POST
@asked_in_a_step(Role.CURATOR)
def settle_remark(request: PersonRequest, remark_id: UUID) -> HttpResponse:
    return _settle(request, remark_id, remarks.settle)


@require_POST
@asked_in_a_step(Role.CURATOR)
def reopen_remark(request: PersonRequest, remark_id: UUID) -> HttpResponse:
    return _settle(request, remark_id, remarks.reopen)


def _settle(request: PersonRequest, remark_id: UUID, rule: Callable[..., Remark]) -> HttpResponse:
    remark = get_object_or_404(
        Remark.objects.filter(story__in=_reachable(request)).select_related("story__owner_team", "by"),
        public_id=remark_id,
    )
    try:
        rule(remark=remark, by=request.user, now=timezone.now())
    except ValidationError as error:
        if not request.htmx:
            messages.error(request, error.messages[0])
    if request.htmx:
        return render(request, "content/editor/remarks.html#remark", {"remark": remark, "may_settle": True})
    return redirect("approval" if request.POST.get("to") == "approval" else "edit_story", remark.story.public_id)


def _reachable(request: PersonRequest) -> Any:
    """What a person may look at here: what he could be asked about, and what he writes."""
    return steps.in_reach(person=request.user) | Story.objects.in_reach(request.user, role=Role.CURATOR)


def _shown(request: PersonRequest, story_id: UUID) -> Story:
    found = _reachable(request).exclude(version=0).select_related("author", "submitted_by", "owner_team")
    story: Story = get_object_or_404(found, public_id=story_id)
    return story


def _found(request: PersonRequest, story_id: UUID) -> Story:
    in_reach = steps.in_reach(person=request.user).exclude(version=0)
    return get_object_or_404(in_reach.select_related("author", "submitted_by", "owner_team"), public_id=story_id)


def _version(request: PersonRequest) -> int:
    """The version that the page showed: what was changed meanwhile is not approved unseen."""
    shown = request.POST.get("version", "")
    return int(shown) if shown.isdecimal() and len(shown) < 10 else 0


def _step(request: PersonRequest) -> UUID | None:
    """The step that the page showed: a second press is no yes to the next one."""
    try:
        return UUID(request.POST.get("step", ""))
    except ValueError:
        return None


def _page(
    request: PersonRequest,
    story: Story,
    *,
    error: str = "",
    note: str = "",
    remark_error: str = "",
    remark: dict[str, str] | None = None,
) -> HttpResponse:
    version = get_object_or_404(StoryVersion.objects.select_related("by"), story=story, number=story.version)
    manuscript = manuscripts.from_json(version.said)
    approved = story.approved_version
    before = manuscripts.of_version(story=story, number=approved) if approved and approved != version.number else None
    way = steps.path(story=story)
    now = steps.current(way)
    placed = remarks.of(story=story, manuscript=manuscript)
    context = {
        "story": story,
        "version": version,
        "manuscript": manuscript,
        "seen": manuscripts.shown(manuscript),
        "proof": proofs.of(before=before, after=manuscript, placed=placed),
        "is_change": before is not None,
        "reach": audiences.reach(manuscript=manuscript),
        "audience": changes.audience(manuscript),
        "way": way,
        "asked": now,
        "nobody": steps.nobody_sentence(now) if now and not now.people else "",
        "may_approve": now is not None and now.asks(request.user),
        "may_send_back": any(each.asks(request.user) for each in way if not each.is_done) and now is not None,
        "is_own": bool(way) and request.user.pk in way[0].writers,
        "said_before": _said_before(story, version.number),
        "remarks": placed,
        "may_settle": remarks.may_settle(story=story, person=request.user),
        "remark_fields": remarks.FIELDS.items(),
        "remark": remark or {},
        "remark_error": remark_error,
        "error": error,
        "note": note,
    }
    return render(request, "content/approval.html", context, status=422 if error or remark_error else 200)


def _said_before(story: Story, number: int) -> list[Approval]:
    """What was said to earlier versions, and to this one when it waits no more."""
    found = story.approvals.select_related("by", "step")
    return list((found.exclude(version=number) if story.waiting_version else found)[:30])
