"""What was told of a story that was taken back: the teller's page, and the studio's list of who still has to act."""

import uuid

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts import audit
from accounts.access import role_required
from accounts.requests import PersonRequest
from accounts.roles import Role
from advocacy import recalls
from advocacy.models import Recall, Share
from content.models import Story
from content.views.zones import in_company_zone
from web import paging, spreadsheets


@require_safe
def recall(request: PersonRequest, story_id: uuid.UUID) -> HttpResponse:
    story = get_object_or_404(Story, public_id=story_id)
    mine = recalls.own(person=request.user, story=story)
    if not mine:
        raise Http404
    posts = [(each, recalls.advice(network=each.share.network)) for each in mine]
    waiting = sum(not each.answer for each in mine)
    return render(request, "advocacy/recall.html", {"story": story, "posts": posts, "waiting": waiting})


@require_POST
def answer_recall(request: PersonRequest, share_id: uuid.UUID) -> HttpResponse:
    mine = Share.objects.filter(person=request.user).select_related("story")
    share = get_object_or_404(mine, public_id=share_id)
    try:
        recalls.answer(share=share, answer=request.POST.get("answer", ""), now=timezone.now())
    except recalls.NotAsked as refusal:
        raise Http404 from refusal
    except ValidationError as refusal:
        messages.error(request, refusal.messages[0])
    return redirect("recall", share.story.public_id)


def followed(request: PersonRequest, story_id: uuid.UUID) -> Story:
    """This will find a retracted story that the person may follow up."""
    return get_object_or_404(recalls.followed(person=request.user), public_id=story_id)


@require_safe
@role_required(Role.CURATOR, Role.APPROVER)
@in_company_zone
def recall_story(request: PersonRequest, story_id: uuid.UUID) -> HttpResponse:
    story = followed(request, story_id)
    page = paging.page(recalls.of_story(story=story), number=request.GET.get("page"), size=40)
    context = {"story": story, "page": page, "progress": recalls.progress(story=story)}
    return render(request, "advocacy/results/recall_story.html", context)


@require_safe
@role_required(Role.CURATOR, Role.APPROVER)
@in_company_zone
def export_recall(request: PersonRequest, story_id: uuid.UUID) -> HttpResponse:
    story = followed(request, story_id)
    audit.record(by=request.user, action="recalls.export", target=story, at=timezone.now())
    text = spreadsheets.csv_text(
        headings=[_("Name"), _("Team"), _("Network"), _("Post"), _("Where it stands"), _("Told"), _("What was done")],
        rows=[_row(each) for each in recalls.of_story(story=story).iterator(chunk_size=500)],
    )
    response = HttpResponse(text, content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="recall-{story.public_id}.csv"'
    return response


def _row(recall: Recall) -> list[object]:
    share = recall.share
    told = date_format(timezone.localtime(recall.told_at), "SHORT_DATETIME_FORMAT")
    return [
        share.person,
        share.person.team or "",
        share.get_network_display(),
        share.get_state_display(),
        share.permalink,
        told,
        recall.get_answer_display() if recall.answer else _("Not answered"),
    ]
