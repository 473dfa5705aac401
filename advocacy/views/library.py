"""The library page, and the searches that somebody keeps."""

import uuid
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.requests import PersonRequest
from advocacy import library as rules
from advocacy import searches
from advocacy.models import SavedSearch
from content.models import Objective, Story
from web import paging

PAGE_SIZE = 20


def address(search: rules.Search, **more: str) -> str:
    """This will give the library's address that shows a search."""
    said = {"q" if name == "words" else name: value for name, value in search.said.items()} | more
    return reverse("library") + (f"?{urlencode(said)}" if said else "")


def show(
    request: PersonRequest, search: rules.Search, *, refusal: ValidationError | None = None, name: str = ""
) -> HttpResponse:
    """This will show the library, with the sentence of a refusal beside the name it belongs to."""
    stories = rules.find(person=request.user, search=search, now=timezone.now())
    saved = [
        {"row": row, "href": address(rules.search(row.search)), "is_here": rules.search(row.search) == search}
        for row in searches.of(person=request.user)
    ]
    topics = rules.topics()
    names: dict[str, Any] = dict(Objective.Reason.choices) | dict(Story.Kind.choices) | dict(settings.LANGUAGES)
    names |= {str(topic.public_id): topic.name for topic in topics}
    chosen = (search.reason, search.kind, search.language, search.topic)
    context = {
        "page": paging.page(stories, number=request.GET.get("page"), size=PAGE_SIZE),
        "query": address(search).partition("?")[2],
        "search": search,
        "reasons": Objective.Reason.choices,
        "kinds": Story.Kind.choices,
        "languages": settings.LANGUAGES,
        "topics": topics,
        "chosen": [names.get(choice, _("another topic")) for choice in chosen if choice],
        "saved": saved,
        "is_saved": any(one["is_here"] for one in saved),
        "removed": request.GET.get("removed", "")[: searches.LONGEST_NAME],
        "refusal": " ".join(refusal.messages) if refusal else "",
        "name": name,
    }
    return render(request, "advocacy/library.html", context, status=422 if refusal else 200)


@require_GET
def library(request: PersonRequest) -> HttpResponse:
    given = request.GET.dict()
    return show(request, rules.search({**given, "words": given.get("q", "")}))


@require_POST
def save_search(request: PersonRequest) -> HttpResponse:
    given = request.POST.dict()
    search, name = rules.search({**given, "words": given.get("q", "")}), given.get("name", "")
    try:
        searches.save(person=request.user, name=name, search=search, now=timezone.now())
    except ValidationError as refusal:
        return show(request, search, refusal=refusal, name=name[:200])
    return redirect(address(search))


@require_POST
def remove_search(request: PersonRequest, search_id: uuid.UUID) -> HttpResponse:
    saved = get_object_or_404(SavedSearch.objects.filter(person=request.user), public_id=search_id)
    searches.remove(saved=saved)
    # What it looked for stays on the page, and so does the way to keep it again.
    return redirect(address(rules.search(saved.search), removed=saved.name))
