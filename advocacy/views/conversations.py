"""The pages on which people keep their conversations."""

import uuid
from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.requests import PersonRequest
from advocacy import conversations as rules
from advocacy import feedback as feedback_rules
from advocacy.forms.conversations import CloseForm, FeedbackForm, TellForm, ThreadForm, TurnForm
from advocacy.measuring import replies
from advocacy.models import Conversation, Feedback
from web import paging
from web.throttles import limited

PAGE_SIZE = 20
REPLIES = 20


def own(request: PersonRequest, conversation_id: uuid.UUID) -> Conversation:
    """This will find one of the person's own conversations; everybody else's does not exist for him."""
    mine = Conversation.objects.filter(person=request.user).select_related("story", "share", "person")
    return get_object_or_404(mine, public_id=conversation_id)


@require_GET
def conversations(request: PersonRequest) -> HttpResponse:
    mine = Conversation.objects.filter(person=request.user).with_opening().select_related("story")
    waiting = mine.filter(state=Conversation.State.WAITING).order_by("remind_at", "last_turn_at")
    others = mine.exclude(state=Conversation.State.WAITING).order_by("-last_turn_at", "-pk")
    heard = paging.page(replies.waiting(person=request.user), number=1, size=REPLIES)
    return render(
        request,
        "advocacy/conversations.html",
        {
            "waiting": waiting[:50],
            "replies": heard.rows,
            "more_replies": heard.total - heard.last,
            "page": paging.page(others, number=request.GET.get("page"), size=PAGE_SIZE),
            "now": timezone.now(),
        },
    )


@require_http_methods(["GET", "POST"])
@limited("tell", "120/h")
def tell_conversation(request: PersonRequest) -> HttpResponse:
    starting = {"form_key": uuid.uuid4(), "share": request.GET.get("share", "")}
    form = TellForm(request.POST or None, person=request.user, initial=starting)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        share = said.pop("share")
        try:
            told = rules.tell(person=request.user, share=share, story=None, now=timezone.now(), **said)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("Kept. It is a conversation now, and it counts more than any share."))
            return redirect("conversation", conversation_id=told.public_id)
    return render(request, "advocacy/tell_conversation.html", {"form": form}, status=400 if form.errors else 200)


@require_GET
def conversation(request: PersonRequest, conversation_id: uuid.UUID) -> HttpResponse:
    return show(request, own(request, conversation_id))


def show(
    request: PersonRequest,
    found: Conversation,
    *,
    error: ValidationError | None = None,
    typed: str = "",
    wrong: str = "",
) -> HttpResponse:
    """This will show a conversation, with a refusal beside the form it belongs to and the typed text still in it."""
    context = {
        "conversation": found,
        "turns": found.turns.all(),
        "answer_form": TurnForm(initial={"form_key": uuid.uuid4(), "text": typed if wrong == "answer" else ""}),
        "hear_form": TurnForm(
            initial={"form_key": uuid.uuid4(), "text": typed if wrong == "hear" else ""}, auto_id="hear_%s"
        ),
        "thread_form": ThreadForm(initial={"thread_url": typed if wrong == "thread" else found.thread_url}),
        "close_form": CloseForm(initial={"outcome": found.outcome}),
        "feedback_form": FeedbackForm(initial={"text": typed if wrong == "feedback" else ""}, auto_id="feedback_%s"),
        "feedback": Feedback.objects.filter(conversation=found).first(),
        "error": " ".join(error.messages) if error else "",
        "wrong": wrong,
    }
    return render(request, "advocacy/conversation.html", context, status=400 if error else 200)


def change(
    request: PersonRequest,
    conversation_id: uuid.UUID,
    *,
    wrong: str,
    typed: str,
    rule: Callable[[Conversation], object],
) -> HttpResponse:
    """This will call one rule on one of the person's conversations and go back to it, or show the refusal in place."""
    found = own(request, conversation_id)
    try:
        rule(found)
    except ValidationError as refusal:
        found.refresh_from_db()
        return show(request, found, error=refusal, typed=typed, wrong=wrong)
    return redirect("conversation", conversation_id=found.public_id)


def _key(request: PersonRequest) -> uuid.UUID | None:
    try:
        return uuid.UUID(request.POST.get("form_key", ""))
    except ValueError:
        return None


@require_POST
def answer_conversation(request: PersonRequest, conversation_id: uuid.UUID) -> HttpResponse:
    text = request.POST.get("text", "")
    return change(
        request,
        conversation_id,
        wrong="answer",
        typed=text,
        rule=lambda found: rules.answer(conversation=found, text=text, now=timezone.now(), form_key=_key(request)),
    )


@require_POST
def hear_conversation(request: PersonRequest, conversation_id: uuid.UUID) -> HttpResponse:
    text = request.POST.get("text", "")
    return change(
        request,
        conversation_id,
        wrong="hear",
        typed=text,
        rule=lambda found: rules.hear(conversation=found, text=text, now=timezone.now(), form_key=_key(request)),
    )


@require_POST
def link_thread(request: PersonRequest, conversation_id: uuid.UUID) -> HttpResponse:
    url = request.POST.get("thread_url", "")
    return change(
        request,
        conversation_id,
        wrong="thread",
        typed=url,
        rule=lambda found: rules.link_thread(conversation=found, url=url, now=timezone.now()),
    )


@require_POST
def postpone_conversation(request: PersonRequest, conversation_id: uuid.UUID) -> HttpResponse:
    found = own(request, conversation_id)
    try:
        rules.postpone(conversation=found, now=timezone.now())
    except rules.NotAnOpenConversation as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, _("Tomorrow at nine, then."))
    return redirect("today" if request.POST.get("next") == "today" else "conversations")


@require_POST
def close_conversation(request: PersonRequest, conversation_id: uuid.UUID) -> HttpResponse:
    outcome = request.POST.get("outcome", "")
    return change(
        request,
        conversation_id,
        wrong="close",
        typed=outcome,
        rule=lambda found: rules.close(conversation=found, outcome=outcome),
    )


@require_POST
def reopen_conversation(request: PersonRequest, conversation_id: uuid.UUID) -> HttpResponse:
    return change(
        request,
        conversation_id,
        wrong="close",
        typed="",
        rule=lambda found: rules.reopen(conversation=found, now=timezone.now()),
    )


@require_POST
def bring_feedback(request: PersonRequest, conversation_id: uuid.UUID) -> HttpResponse:
    text = request.POST.get("text", "")
    return change(
        request,
        conversation_id,
        wrong="feedback",
        typed=text,
        rule=lambda found: feedback_rules.bring(conversation=found, text=text, now=timezone.now()),
    )
