"""A page on its way to a story."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.access import role_required
from accounts.requests import PersonRequest
from accounts.roles import Role
from content import beginnings, stories
from content.models import Preview, Story
from content.views.zones import in_company_zone


@require_safe
@role_required(Role.CURATOR)
@in_company_zone
def preview(request: PersonRequest, preview_id: UUID) -> HttpResponse:
    found = get_object_or_404(Preview.objects.select_related("picture"), public_id=preview_id, asked_by=request.user)
    context = {
        "preview": found,
        "is_running": found.state in {Preview.State.WAITING, Preview.State.READING},
        "story": Story.objects.filter(preview=found).first(),
        "duplicate": stories.with_same_link(urls={found.url, found.final_url}, person=request.user),
    }
    template = "content/preview.html#preview" if request.htmx else "content/preview.html"
    return render(request, template, context)


@require_POST
@role_required(Role.CURATOR)
def make_story(request: PersonRequest, preview_id: UUID) -> HttpResponse:
    found = get_object_or_404(Preview, public_id=preview_id, asked_by=request.user)
    try:
        story = beginnings.from_preview(preview=found, by=request.user, now=timezone.now())
    except ValidationError as error:
        messages.error(request, error.messages[0])
        return redirect("preview", preview_id)
    return redirect("edit_story", story.public_id)
