"""The day's page: who waits, three stories, and the end of it."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from accounts.requests import PersonRequest
from advocacy import claims, conversations, declines, weeks
from advocacy import today as rules
from advocacy.models import Decline

MOST_WAITING = 3


@require_GET
def today(request: PersonRequest) -> HttpResponse:
    now = timezone.now()
    week = weeks.of(person=request.user, settings=request.company, now=now)
    queue = rules.queue(person=week.person, handled=week.handled_today, settings=request.company, now=now)
    waiting = conversations.waiting_for(person=week.person, now=now, most=MOST_WAITING) if week.waiting else []
    return render(
        request,
        "advocacy/today.html",
        {
            "now": now,
            "week": week,
            "queue": queue,
            "next_story_at": None if queue.more else rules.next_story_at(person=week.person, now=now),
            "minutes": sum(story.minutes for story, _reason in queue.stories),
            "waiting": waiting,
            "waiting_conversations": week.waiting,
            "open_claims": claims.open_of(person=week.person) if week.open_claims else [],
            "reasons": Decline.Reason.choices,
            "aside": declines.find(person=request.user, story=request.GET.get("aside", "")),
            "effect": weeks.newest_effect(person=week.person) if week.posts else None,
        },
    )
