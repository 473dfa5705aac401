"""A story's own page, and what is noted while it is read."""

import uuid
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from accounts.requests import PersonRequest
from advocacy import claims, colleagues, declines, readings, waiting
from advocacy import today as queue
from advocacy.models import Decline, WaitingPlace
from content.models import Story

# What a kind of story shows of itself; without a part of its own, its words.
BODY_TEMPLATES = ("advocacy/kinds/of.html", "advocacy/parts/story_body.html")


def known(request: HttpRequest, story_id: uuid.UUID) -> Story:
    """This will find a story that the person may know of; all others do not exist for him."""
    aside = Decline.objects.filter(person=request.user, story=OuterRef("pk"))  # type: ignore[misc]
    line = WaitingPlace.objects.filter(person=request.user, story=OuterRef("pk"), ended_at=None)  # type: ignore[misc]
    stories: QuerySet[Any, Any] = Story.objects.shown_to(request.user)  # type: ignore[arg-type]
    stories = queue.with_taken(stories.select_related("picture", "campaign__objective"))
    stories = stories.annotate(is_aside=Exists(aside), is_waited_for=Exists(line))
    found: Story = get_object_or_404(stories, public_id=story_id)
    return found


def show(request: PersonRequest, found: Story, *, refusal: ValidationError | None = None) -> HttpResponse:
    """This will show a story's page, with the sentence of a refusal beside the button it belongs to."""
    now = timezone.now()
    reading = readings.open(person=request.user, story=found, now=now)
    claim = claims.of(person=request.user, story=found)
    is_open, left = found.is_open(now), found.left  # type: ignore[attr-defined]
    waits = is_open and not claim and (not left or found.is_waited_for)  # type: ignore[attr-defined]
    context = {
        "story": found,
        "body_templates": BODY_TEMPLATES,
        "reading": reading,
        "goes_on_at": readings.goes_on_at(reading=reading),
        "seconds_missing": readings.seconds_missing(reading=reading, now=now),
        "read_seconds": readings.READ_SECONDS,
        "claim": claim,
        "is_open": is_open,
        "left": left,
        "waiting": waiting.of(person=request.user, story=found, now=now) if waits else None,
        "takers": colleagues.takers(person=request.user, story=found),
        "now": now,
        "refusal": " ".join(refusal.messages) if refusal else "",
    }
    return render(request, "advocacy/reading.html", context, status=422 if refusal else 200)


def whole(typed: str) -> int:
    """This will read a small whole number that a page sent; anything else counts as 0."""
    return int(typed) if typed.isdecimal() and len(typed) < 7 else 0


@require_GET
def story(request: PersonRequest, story_id: uuid.UUID) -> HttpResponse:
    return show(request, known(request, story_id))


@require_GET
def places(request: PersonRequest, story_id: uuid.UUID) -> HttpResponse:
    """How many places are left just now; the page of the story asks again while somebody looks at it."""
    found = known(request, story_id)
    context = {"story": found, "is_live": True, "is_open": found.is_open(timezone.now())}
    return render(request, "advocacy/parts/places_live.html", context)


@require_POST
def record_dwell(request: PersonRequest, story_id: uuid.UUID) -> HttpResponse:
    found = known(request, story_id)
    now = timezone.now()
    reading = readings.dwell(
        person=request.user,
        story=found,
        seconds=whole(request.POST.get("seconds", "")),
        reached_end=request.POST.get("reached_end") == "1",
        reached_percent=whole(request.POST.get("reached_percent", "")),
        now=now,
    )
    missing = readings.seconds_missing(reading=reading, now=now)
    return JsonResponse({"is_read": reading.read_at is not None, "seconds_missing": missing})


@require_POST
def read_at_source(request: PersonRequest, story_id: uuid.UUID) -> HttpResponse:
    found = known(request, story_id)
    try:
        readings.at_source(person=request.user, story=found, now=timezone.now())
    except ValidationError as refusal:
        return show(request, found, refusal=refusal)
    return redirect("story", story_id=found.public_id)


@require_POST
def decline_story(request: PersonRequest, story_id: uuid.UUID) -> HttpResponse:
    found = known(request, story_id)
    declines.record(person=request.user, story=found, reason=request.POST.get("reason", ""), now=timezone.now())
    if request.htmx:
        context = {"story": found, "reasons": Decline.Reason.choices, "given": request.POST.get("reason", "")}
        return render(request, "advocacy/parts/declined.html", context)
    return redirect(f"{reverse('today')}?aside={found.public_id}")


@require_POST
def undo_decline(request: PersonRequest, story_id: uuid.UUID) -> HttpResponse:
    found = known(request, story_id)
    declines.undo(person=request.user, story=found)
    if request.htmx:
        card = queue.cards(person=request.user).get(pk=found.pk)
        return render(
            request, "advocacy/parts/story_card.html", {"story": card, "company_name": request.company.called}
        )
    return redirect("story", story_id=found.public_id)
