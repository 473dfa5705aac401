"""The library page."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from accounts.requests import PersonRequest
from advocacy import library as rules
from content.models import Objective, Story
from web import paging

PAGE_SIZE = 20


def search_of(request: HttpRequest) -> rules.Search:
    """This will read what somebody looks for from the address."""
    given = request.GET
    return rules.Search(
        words=given.get("q", "")[:200].strip(),
        reason=given.get("reason", ""),
        kind=given.get("kind", ""),
        language=given.get("language", ""),
        mine=given.get("mine", ""),
    )


@require_GET
def library(request: PersonRequest) -> HttpResponse:
    search = search_of(request)
    stories = rules.find(person=request.user, search=search, now=timezone.now())
    kept = request.GET.copy()
    kept.pop("page", None)
    return render(
        request,
        "advocacy/library.html",
        {
            "page": paging.page(stories, number=request.GET.get("page"), size=PAGE_SIZE),
            "query": kept.urlencode(),
            "search": search,
            "reasons": Objective.Reason.choices,
            "kinds": Story.Kind.choices,
            "languages": settings.LANGUAGES,
        },
    )
