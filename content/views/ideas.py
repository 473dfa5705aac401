"""Ideas: everybody's page, and the one on which curators take them up or answer."""

from typing import Any
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
from content import ideas
from content.forms.ideas import IdeaForm
from content.models import Idea, Story
from content.tasks import read_waiting_previews
from content.views.zones import in_company_zone
from web import paging
from web.throttles import limited


@require_safe
def ideas_page(request: PersonRequest) -> HttpResponse:
    return _own(request, IdeaForm())


@require_POST
@limited("ideas", "20/h")
def propose_idea(request: PersonRequest) -> HttpResponse:
    form = IdeaForm(request.POST)
    if form.is_valid():
        try:
            ideas.propose(**form.cleaned_data, by=request.user, now=timezone.now())
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(
                request, _("Handed in. Whoever plans the stories reads it, and you hear what becomes of it.")
            )
            return redirect("ideas")
    return _own(request, form, status=422)


@require_safe
@role_required(Role.CURATOR)
@in_company_zone
def studio_ideas(request: PersonRequest) -> HttpResponse:
    return _waiting(request)


@require_POST
@role_required(Role.CURATOR)
def take_idea(request: PersonRequest, idea_id: UUID) -> HttpResponse:
    found = get_object_or_404(Idea.objects.select_related("person"), public_id=idea_id)
    try:
        begun = ideas.take(idea=found, by=request.user, now=timezone.now())
    except ValidationError as error:
        messages.error(request, error.messages[0])
        return redirect("studio_ideas")
    if isinstance(begun, Story):
        return redirect("edit_story", begun.public_id)
    read_waiting_previews.delay_on_commit()
    return redirect("preview", begun.public_id)


@require_POST
@role_required(Role.CURATOR)
@in_company_zone
def answer_idea(request: PersonRequest, idea_id: UUID) -> HttpResponse:
    found = get_object_or_404(Idea.objects.select_related("person"), public_id=idea_id)
    said = request.POST.get("answer", "")
    try:
        ideas.answer(idea=found, answer=said, by=request.user, now=timezone.now())
    except ideas.AnswerMissing as error:
        return _waiting(request, answered=found, error=error.messages[0], status=422)
    except ValidationError as error:
        messages.error(request, error.messages[0])
    else:
        messages.success(request, _("Answered. %(name)s reads it.") % {"name": found.person})
    return redirect("studio_ideas")


def _own(request: PersonRequest, form: IdeaForm, *, status: int = 200) -> HttpResponse:
    page = paging.page(ideas.own(person=request.user), number=request.GET.get("page"), size=20)
    shown = {idea.story_id for idea in page.rows if idea.story_id}
    readable = (
        set(Story.objects.shown_to(request.user).filter(pk__in=shown).values_list("pk", flat=True)) if shown else ()
    )
    context = {"form": form, "page": page, "readable": readable}
    return render(request, "content/ideas.html", context, status=status)


def _waiting(
    request: PersonRequest, *, answered: Idea | None = None, error: str = "", status: int = 200
) -> HttpResponse:
    is_done = request.GET.get("state") == "done"
    found = ideas.decided() if is_done else ideas.waiting()
    page = paging.page(found, number=request.GET.get("page"), size=20)
    begun = {idea.story_id for idea in page.rows if idea.story_id} if is_done else set()
    context: dict[str, Any] = {
        "page": page,
        "is_done": is_done,
        "answered": answered,
        "error": error,
        "reachable": _in_reach(request, begun),
    }
    return render(request, "content/ideas_waiting.html", context, status=status)


def _in_reach(request: PersonRequest, keys: set[int]) -> set[int]:
    """Which of some stories this curator works on; what others begin is theirs until it is out."""
    if not keys:
        return set()
    return set(Story.objects.in_reach(request.user, role=Role.CURATOR).filter(pk__in=keys).values_list("pk", flat=True))
