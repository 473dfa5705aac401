"""The composer: an empty sheet, and nothing that was typed is ever lost."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import cast

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

import networks
from accounts.models import Person
from accounts.requests import PersonRequest
from advocacy import claims, drafts, shares, writing
from advocacy.models import Claim, Draft
from advocacy.views.claiming import own_claim


@dataclass(frozen=True)
class Written:
    """What the form brought; a field that makes no sense counts as left out."""

    words: str
    keeps_disclosure: bool
    ticked: list[str]
    revision: int

    @classmethod
    def of(cls, request: HttpRequest) -> "Written":
        revision = request.POST.get("revision", "")
        return cls(
            words=request.POST.get("words", "").replace("\r\n", "\n"),
            keeps_disclosure=request.POST.get("keeps_disclosure") == "1",
            ticked=request.POST.getlist("networks"),
            revision=int(revision) if revision.isdecimal() and len(revision) < 10 else 0,
        )


@require_GET
def compose(request: PersonRequest, claim_id: uuid.UUID) -> HttpResponse:
    claim = own_claim(request, claim_id)
    if claim.state in (Claim.State.EXPIRED, Claim.State.RELEASED):
        newer = claims.of(person=request.user, story=claim.story)
        if newer:
            return redirect("compose", claim_id=newer.public_id)
    return show(request, claim, draft=drafts.of(person=request.user, story=claim.story))


def show(
    request: PersonRequest,
    claim: Claim,
    *,
    draft: Draft | None,
    typed: Written | None = None,
    refusal: ValidationError | None = None,
) -> HttpResponse:
    """This will show the sheet. After a refusal the typed words stay in the box, those kept elsewhere beside it."""
    desk = writing.desk(
        claim=claim,
        draft=draft,
        settings=request.company,
        now=timezone.now(),
        words=typed.words if typed else None,
        keeps_disclosure=typed.keeps_disclosure if typed else None,
        ticked=typed.ticked if typed else None,
    )
    context = {
        "desk": desk,
        "claim": claim,
        "story": claim.story,
        "refusal": refusal.messages if refusal else [],
        "elsewhere": refusal.draft.words if isinstance(refusal, drafts.WroteElsewhere) else None,
    }
    template = "advocacy/compose.html#own" if request.htmx else "advocacy/compose.html"
    status = 409 if isinstance(refusal, drafts.WroteElsewhere) else 422 if refusal else 200
    response = render(request, template, context, status=status)
    response.headers["X-Draft-Revision"] = str(desk.revision)
    return response


def words_survive(
    view: Callable[[PersonRequest, uuid.UUID], HttpResponse],
) -> Callable[[HttpRequest, uuid.UUID], HttpResponse]:
    """This will hand the words back to somebody whose sign-in ended while he wrote."""

    @login_not_required
    @require_POST
    @wraps(view)
    def guarded(request: HttpRequest, claim_id: uuid.UUID) -> HttpResponse:
        if isinstance(request.user, Person):
            return view(cast("PersonRequest", request), claim_id)
        context = {"words": Written.of(request).words, "next": reverse("compose", args=[claim_id])}
        return render(request, "advocacy/signed_out.html", context, status=401)

    return guarded


@words_survive
def save_draft(request: PersonRequest, claim_id: uuid.UUID) -> HttpResponse:
    claim, written = own_claim(request, claim_id), Written.of(request)
    try:
        draft = keep(claim=claim, written=written)
    except drafts.WroteElsewhere as refusal:
        return show(request, claim, draft=refusal.draft, typed=written, refusal=refusal)
    except ValidationError as refusal:
        return show(request, claim, draft=None, typed=written, refusal=refusal)
    if request.htmx:
        return show(request, claim, draft=draft)
    return redirect("compose", claim_id=claim.public_id)


@words_survive
def record_share(request: PersonRequest, claim_id: uuid.UUID) -> HttpResponse:
    claim, written = own_claim(request, claim_id), Written.of(request)
    draft = None
    try:
        draft = keep(claim=claim, written=written)
        share = shares.open(
            claim=claim,
            network=request.POST.get("network") or first_waiting(claim=claim, ticked=written.ticked),
            words=written.words,
            keeps_disclosure=written.keeps_disclosure,
            now=timezone.now(),
        )
    except drafts.WroteElsewhere as refusal:
        return show(request, claim, draft=refusal.draft, typed=written, refusal=refusal)
    except ValidationError as refusal:
        return show(request, claim, draft=draft, typed=written, refusal=refusal)
    if request.htmx:
        where = redirect("share", share_id=share.public_id).url
        return JsonResponse({"text": shares.text(share=share), "intent": shares.intent(share=share), "page": where})
    return redirect("share", share_id=share.public_id)


def keep(*, claim: Claim, written: Written) -> Draft:
    """This will keep what the form brought."""
    return drafts.save(
        person=claim.person,
        story=claim.story,
        words=written.words,
        keeps_disclosure=written.keeps_disclosure,
        ticked=written.ticked,
        revision=written.revision,
        now=timezone.now(),
    )


def first_waiting(*, claim: Claim, ticked: list[str]) -> str:
    """This will name the first ticked network that nothing was posted on."""
    posted = shares.posted_on(person=claim.person, story=claim.story)
    waiting = [network.key for network in networks.every() if network.key in ticked and network.key not in posted]
    return waiting[0] if waiting else (ticked or [""])[0]
