"""What the telling came to: a story's scorecard, the campaigns, a curator's own work."""

import uuid

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.dates import WEEKDAYS, WEEKDAYS_ABBR
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

import charts
from accounts.access import role_required
from accounts.requests import PersonRequest
from accounts.roles import Role
from advocacy.results import campaigns, hours, ladders, scorecards, work
from advocacy.results.scorecards import OwnWords, Passed
from content.models import Campaign, Story
from content.views.zones import in_company_zone, place_of
from web import paging


def seen(request: PersonRequest) -> QuerySet[Story]:
    """This will keep the stories whose results the person may see."""
    return scorecards.in_reach(person=request.user)


@require_safe
@role_required(Role.CURATOR, Role.LEADER)
@in_company_zone
def story_results(request: PersonRequest, story_id: uuid.UUID) -> HttpResponse:
    stories = seen(request).select_related("campaign__objective", "author")
    story = get_object_or_404(stories, public_id=story_id)
    card = scorecards.of(story=story, now=timezone.now())
    context = {
        "card": card,
        "story": story,
        "passed_picture": _passed(card.passed) if card.passed and card.passed.reasons else None,
        "words_picture": _own_words(card.own_words) if card.own_words else None,
        "own_part": charts.percent(card.own_words.spread.middle) if card.own_words else "",
        "asks": charts.ratio(card.asks) if card.asks is not None else "",
        "is_too_much": card.asks is not None and card.asks > 3,
    }
    return render(request, "advocacy/results/story.html", context)


@require_safe
@role_required(Role.CURATOR, Role.LEADER)
@in_company_zone
def campaign_results(request: PersonRequest) -> HttpResponse:
    stories = seen(request)
    page = paging.page(campaigns.with_stories(stories=stories), number=request.GET.get("page"), size=20)
    read = hours.of(now=timezone.now())
    context = {
        "page": page,
        "hours": read,
        "weekdays": [(WEEKDAYS_ABBR[day], WEEKDAYS[day], clicks) for day, clicks in enumerate(read.by_weekday)],
        "place": place_of(read.zone),
        "sums": campaigns.sums(campaigns=page.rows, stories=stories),
        "worked": campaigns.worked(stories=stories, now=timezone.now()),
        "loose": stories.filter(campaign=None, went_live_at__isnull=False).count(),
    }
    return render(request, "advocacy/results/campaigns.html", context)


@require_safe
@role_required(Role.CURATOR, Role.LEADER)
@in_company_zone
def one_campaign_results(request: PersonRequest, campaign_id: uuid.UUID) -> HttpResponse:
    campaign = get_object_or_404(Campaign.objects.select_related("objective"), public_id=campaign_id)
    return _stories(request, campaign)


@require_safe
@role_required(Role.CURATOR, Role.LEADER)
@in_company_zone
def loose_results(request: PersonRequest) -> HttpResponse:
    return _stories(request, None)


def _stories(request: PersonRequest, campaign: Campaign | None) -> HttpResponse:
    found = campaigns.stories_of(campaign=campaign, stories=seen(request))
    page = paging.page(found, number=request.GET.get("page"), size=25)
    counts = ladders.of_stories([story.pk for story in page.rows])
    context = {
        "campaign": campaign,
        "page": page,
        "rows": [(story, counts[story.pk]) for story in page.rows],
        "together": ladders.together(found),
    }
    return render(request, "advocacy/results/campaign.html", context)


@require_safe
@role_required(Role.CURATOR, Role.LEADER)
@in_company_zone
def what_worked(request: PersonRequest) -> HttpResponse:
    if not request.htmx:
        return redirect("campaign_results")
    worked = campaigns.worked(stories=seen(request), now=timezone.now())
    return render(request, "advocacy/results/worked.html", {"worked": worked})


@require_safe
@role_required(Role.CURATOR)
@in_company_zone
def my_work(request: PersonRequest) -> HttpResponse:
    return render(request, "advocacy/results/work.html", {"work": work.of(person=request.user, now=timezone.now())})


def _passed(passed: Passed) -> charts.Picture:
    bars = [charts.Bar(label=label or _("Without a reason"), count=count) for label, count in passed.reasons]
    title = _("Why people passed on it")
    return charts.bars(bars=bars, title=title, label_name=_("Reason"), value_name=_("People"), name="passed")


def _own_words(words: OwnWords) -> charts.Picture:
    bars = [
        charts.Bar(label=_("In own words"), count=words.own),
        charts.Bar(label=_("Close to a caption or a colleague"), count=words.close),
        charts.Bar(label=_("Nearly the same"), count=words.nearly_the_same),
    ]
    title = _("How much was in own words")
    return charts.bars(bars=bars, title=title, label_name=_("Posts"), value_name=_("Count"), name="own-words")
