"""How a story begins: the page that offers all ways, and each of them."""

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
from content import beginnings, ideas, kinds, story_templates, translations, working_copies
from content.models import Story
from content.views.zones import in_company_zone
from web import paging

IDEAS_SHOWN = 3
STORIES_SHOWN = 5


@require_safe
@role_required(Role.CURATOR)
@in_company_zone
def begin_story(request: PersonRequest) -> HttpResponse:
    templates = paging.page(story_templates.offered(person=request.user), number=request.GET.get("page"), size=12)
    waiting = ideas.waiting()
    context = {
        "kinds": [about for about in kinds.ABOUT if about.kind != Story.Kind.LINK],
        "templates": templates,
        "removed": story_templates.removed(person=request.user, now=timezone.now()),
        "ideas": waiting[:IDEAS_SHOWN],
        "ideas_count": waiting.count(),
        "untold": translations.untold(person=request.user)[:STORIES_SHOWN],
    }
    return render(request, "content/begin.html", context)


@require_POST
@role_required(Role.CURATOR)
def write_story(request: PersonRequest) -> HttpResponse:
    try:
        story = beginnings.blank(kind=request.POST.get("kind", ""), by=request.user, now=timezone.now())
    except ValidationError as error:
        messages.error(request, error.messages[0])
        return redirect("begin_story")
    return redirect("edit_story", story.public_id)


@require_POST
@role_required(Role.CURATOR)
def begin_from_template(request: PersonRequest, template_id: UUID) -> HttpResponse:
    template = get_object_or_404(story_templates.offered(person=request.user), public_id=template_id)
    story = beginnings.from_template(template=template, by=request.user, now=timezone.now())
    return redirect("edit_story", story.public_id)


@require_POST
@role_required(Role.CURATOR)
def keep_template(request: PersonRequest, story_id: UUID) -> HttpResponse:
    story = _found(request, story_id)
    words = working_copies.newest(story=story, copy=working_copies.of(story=story))
    name = request.POST.get("name", "").strip() or words.title
    try:
        template = story_templates.keep(story=story, manuscript=words, name=name, by=request.user, now=timezone.now())
    except ValidationError as error:
        messages.error(request, error.messages[0])
    else:
        messages.success(
            request, _("Kept as the template “%(name)s”. New stories can begin from it.") % {"name": template}
        )
    return redirect("edit_story", story_id)


@require_POST
@role_required(Role.CURATOR)
def remove_template(request: PersonRequest, template_id: UUID) -> HttpResponse:
    template = get_object_or_404(story_templates.offered(person=request.user), public_id=template_id)
    story_templates.remove(template=template, by=request.user, now=timezone.now())
    if request.htmx:
        return render(request, "content/begin.html#removed", {"template": template})
    messages.success(request, _("Removed: %(name)s. Stories that began from it stay.") % {"name": template})
    return redirect("begin_story")


@require_POST
@role_required(Role.CURATOR)
def restore_template(request: PersonRequest, template_id: UUID) -> HttpResponse:
    now = timezone.now()
    template = get_object_or_404(story_templates.removed(person=request.user, now=now), public_id=template_id)
    story_templates.restore(template=template, by=request.user, now=now)
    if request.htmx:
        return render(request, "content/begin.html#template", {"template": template})
    return redirect("begin_story")


@require_POST
@role_required(Role.CURATOR)
def translate_story(request: PersonRequest, story_id: UUID) -> HttpResponse:
    story, language = _found(request, story_id), request.POST.get("language", "")
    try:
        sibling = beginnings.translation(story=story, language=language, by=request.user, now=timezone.now())
    except ValidationError as error:
        messages.error(request, error.messages[0])
        return redirect("edit_story", story_id)
    return redirect("edit_story", sibling.public_id)


def _found(request: PersonRequest, story_id: UUID) -> Story:
    reachable = Story.objects.in_reach(request.user, role=Role.CURATOR)
    return get_object_or_404(reachable.select_related("owner_team"), public_id=story_id)
