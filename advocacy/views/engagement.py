"""What came back to a post: its numbers told by the person, and what became of the replies under it."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.requests import PersonRequest
from advocacy.forms.engagement import EngagementForm
from advocacy.measuring import replies, told_counts
from advocacy.models import Reply
from advocacy.views import sharing
from web.throttles import limited


def own(request: PersonRequest, reply_id: uuid.UUID) -> Reply:
    """This will find a reply under one of the person's own posts; everybody else's does not exist for him."""
    mine = Reply.objects.filter(share__person=request.user).select_related("share__person", "share__story")
    return get_object_or_404(mine, public_id=reply_id)


@require_POST
@limited("engagement", "120/h")
def tell_engagement(request: PersonRequest, share_id: uuid.UUID) -> HttpResponse:
    found, form = sharing.own_share(request, share_id), EngagementForm(request.POST)
    if not form.is_valid():
        return sharing.show(request, found, told_form=form)
    try:
        told_counts.tell(share=found, now=timezone.now(), **form.cleaned_data)
    except told_counts.ReadInPublic as refusal:
        return sharing.show(request, found, refusal=refusal)
    messages.success(request, _("Kept."))
    return redirect("share", share_id=found.public_id)


@require_POST
@limited("tell", "120/h")
def take_reply(request: PersonRequest, reply_id: uuid.UUID) -> HttpResponse:
    try:
        conversation = replies.take(reply=own(request, reply_id), now=timezone.now())
    except replies.NoLongerThere as refusal:
        messages.error(request, refusal.messages[0])
        return redirect("conversations")
    messages.success(request, _("Kept. It is a conversation now, and it counts more than any share."))
    return redirect("conversation", conversation_id=conversation.public_id)


@require_POST
def put_away_reply(request: PersonRequest, reply_id: uuid.UUID) -> HttpResponse:
    try:
        replies.put_away(reply=own(request, reply_id))
    except replies.NoLongerThere as refusal:
        messages.error(request, refusal.messages[0])
    return redirect("conversations")
