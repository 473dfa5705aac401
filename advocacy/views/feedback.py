"""The inbox of operations: what the market said, and the way back."""

import uuid

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.access import role_required
from accounts.requests import PersonRequest
from accounts.roles import Role
from advocacy import feedback as rules
from advocacy.forms.conversations import FeedbackAnswerForm
from advocacy.models import Feedback
from web import paging

PAGE_SIZE = 20


@require_GET
@role_required(Role.OPERATIONS)
def feedback(request: PersonRequest) -> HttpResponse:
    return show(request)


def show(request: PersonRequest, *, wrong: uuid.UUID | None = None, typed: str = "", error: str = "") -> HttpResponse:
    """This will show the inbox; a refusal stands beside the piece it belongs to, with the typed text still there."""
    brought = Feedback.objects.select_related("brought_by__team", "taken_by", "conversation__story")
    context = {
        "open": brought.exclude(state=Feedback.State.ANSWERED).order_by("created_at")[:100],
        "page": paging.page(
            brought.filter(state=Feedback.State.ANSWERED).order_by("-answered_at", "-pk"),
            number=request.GET.get("page"),
            size=PAGE_SIZE,
        ),
        "form": FeedbackAnswerForm(),
        "wrong": wrong,
        "typed": typed,
        "error": error,
    }
    return render(request, "advocacy/feedback.html", context, status=400 if error else 200)


@require_POST
@role_required(Role.OPERATIONS)
def take_feedback(request: PersonRequest, feedback_id: uuid.UUID) -> HttpResponse:
    brought = get_object_or_404(Feedback, public_id=feedback_id)
    try:
        rules.take(feedback=brought, by=request.user, now=timezone.now())
    except rules.AlreadyTaken as refusal:
        messages.error(request, " ".join(refusal.messages))
    return redirect("feedback")


@require_POST
@role_required(Role.OPERATIONS)
def answer_feedback(request: PersonRequest, feedback_id: uuid.UUID) -> HttpResponse:
    brought = get_object_or_404(Feedback.objects.select_related("conversation", "brought_by"), public_id=feedback_id)
    text = request.POST.get("text", "")
    try:
        rules.answer(feedback=brought, text=text, by=request.user, now=timezone.now())
    except ValidationError as refusal:
        return show(request, wrong=brought.public_id, typed=text, error=" ".join(refusal.messages))
    messages.success(request, _("Your answer is on its way to %(name)s.") % {"name": brought.brought_by})
    return redirect("feedback")
