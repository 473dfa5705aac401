"""How many can still take a story: a panel beside the curator's form."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts import company
from accounts.access import role_required
from accounts.requests import PersonRequest
from accounts.roles import Role
from advocacy.models import Availability, WaitingPlace
from content.models import Story


@require_safe
@role_required(Role.CURATOR)
def places_left(request: PersonRequest, story_id: UUID) -> HttpResponse:
    story = get_object_or_404(Story.objects.in_reach(request.user, role=Role.CURATOR), public_id=story_id)
    counter = Availability.objects.filter(story=story).first()
    taken = counter.taken if counter else 0
    left = max(story.places - taken, 0)
    pace = story.places_per_day
    if pace is not None:
        today = company.day(at=timezone.now(), zone=request.company.zone)
        taken_today = counter.taken_today if counter and counter.day == today else 0
        left_today = min(max(pace - taken_today, 0), left)
    context = {
        "story": story,
        "taken": taken,
        "left": left,
        "has_pace": pace is not None,
        "left_today": left_today if pace is not None else left,
        "waiting": WaitingPlace.objects.filter(story=story, ended_at=None).count(),
    }
    template = "advocacy/places_left.html#panel" if request.htmx else "advocacy/places_left.html"
    return render(request, template, context)
