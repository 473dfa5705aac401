"""A story as everybody may read it, without a sign-in, and what belongs to it."""

import uuid

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone, translation
from django.views.decorators.http import require_safe

from accounts import company
from advocacy import open_pages
from content.models import Story
from content.views import attachments


@login_not_required
@require_safe
def open_page(request: HttpRequest, story_id: uuid.UUID) -> HttpResponse:
    story = open_pages.find(public_id=story_id)
    if story is None:
        raise Http404
    settings = company.current()
    # Whoever comes has no account and no language here: the page speaks the story's, in the company's time.
    with translation.override(story.language), timezone.override(settings.zone):
        if not open_pages.is_open(story=story, now=timezone.now()):
            gone = {"story": story, "is_retracted": story.state == Story.State.RETRACTED}
            context = {**gone, "company_name": settings.called}
            return render(request, "advocacy/link_gone.html", context, status=410)
        context = {"story": story, "company_name": settings.name, "address": open_pages.address(story=story)}
        return render(request, "advocacy/open_page.html", context)


@login_not_required
@require_safe
def open_file(request: HttpRequest, story_id: uuid.UUID) -> HttpResponseBase:
    story = _open(story_id)
    if story.attachment is None:
        raise Http404
    return attachments.as_file(request, story.attachment)


@login_not_required
@require_safe
def open_event(request: HttpRequest, story_id: uuid.UUID) -> HttpResponse:
    story = _open(story_id)
    return attachments.as_event_file(story, page_url=open_pages.address(story=story))


def _open(story_id: uuid.UUID) -> Story:
    story = open_pages.find(public_id=story_id)
    if story is None or not open_pages.is_open(story=story, now=timezone.now()):
        raise Http404
    return story
