"""Waiting in line for a place, and leaving the line."""

import uuid

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.requests import PersonRequest
from advocacy import waiting
from advocacy.views import reading


@require_POST
def join_line(request: PersonRequest, story_id: uuid.UUID) -> HttpResponse:
    story = reading.known(request, story_id)
    try:
        waiting.join(person=request.user, story=story, now=timezone.now())
    except ValidationError as refusal:
        return reading.show(request, story, refusal=refusal)
    return redirect(reverse("story", args=[story_id]) + "#claim")


@require_POST
def leave_line(request: PersonRequest, story_id: uuid.UUID) -> HttpResponse:
    story = reading.known(request, story_id)
    if waiting.leave(person=request.user, story=story, now=timezone.now()):
        messages.success(request, _("You do not wait for this story any more."))
    return redirect(reverse("story", args=[story_id]) + "#claim")
