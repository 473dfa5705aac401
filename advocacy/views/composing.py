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
from accounts import people
from accounts.models import Person
from accounts.requests import PersonRequest
from advocacy import claims, drafts, shares, writing
from advocacy.models import Claim, Draft
from advocacy.views import homes
from advocacy.views.claiming import own_claim


@dataclass(frozen=True)
class Written:
    """What the form brought; a field that makes no sense counts as left out."""

    words: str
    variants: dict[str, str]
    keeps_disclosure: bool
    ticked: list[str]
    revision: int
    home: str

    @classmethod
    def of(cls, request: HttpRequest) -> "Written":
        revision = request.POST.get("revision", "")
        return cls(
            words=request.POST.get("words", "").replace("\r\n", "\n"),
            variants={
                network.key: text.replace("\r\n", "\n")
                for network in networks.every()
                if (text := request.POST.get(f"words_{network.key}", "")).strip()
            },
            keeps_disclosure=request.POST.get("keeps_disclosure") == "1",
            ticked=request.POST.getlist("networks"),
            revision=int(revision) if revision.isdecimal() and len(revision) < 10 else 0,
            home=request.POST.get("home", "").strip(),
        )

    def on(self, network: str) -> str:
        """This will give the words for a network."""
        return drafts.words_on(words=self.words, variants=self.variants, network=network)


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
        variants=typed.variants if typed else None,
        keeps_disclosure=typed.keeps_disclosure if typed else None,
        ticked=typed.ticked if typed else None,
    )
    context = {
        "desk": desk,
        "claim": claim,
        "story": claim.story,
        "has_posts": any(counter.is_posted for counter in desk.counters),
        "refusal": refusal.messages if refusal else [],
        "elsewhere": written_elsewhere(refusal.draft, typed) if isinstance(refusal, drafts.WroteElsewhere) else None,
        "home": typed.home if typed and typed.home else homes.remembered(request),
    }
    template = "advocacy/compose.html#own" if request.htmx else "advocacy/compose.html"
    status = 409 if isinstance(refusal, drafts.WroteElsewhere) else 422 if refusal else 200
    response = render(request, template, context, status=status)
    response.headers["X-Draft-Revision"] = str(desk.revision)
    return response


def written_elsewhere(draft: Draft, typed: Written | None) -> list[str]:
    """This will list the texts that another window kept and that are not in this one."""
    here = {typed.words, *typed.variants.values()} if typed else set()
    return [text for text in (draft.words, *draft.variants.values()) if text not in here] or [draft.words]


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
        written = Written.of(request)
        context = {
            "words": "\n\n".join((written.words, *written.variants.values())),
            "next": reverse("compose", args=[claim_id]),
        }
        return render(request, "signed_out.html", context, status=401)

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
    network = request.POST.get("network") or first_waiting(claim=claim, ticked=written.ticked)
    draft = None
    try:
        draft = keep(claim=claim, written=written)
        home = home_on(request, network=network, typed=written.home)
        share = shares.open(
            claim=claim,
            network=network,
            words=written.on(network),
            keeps_disclosure=written.keeps_disclosure,
            now=timezone.now(),
        )
    except drafts.WroteElsewhere as refusal:
        return show(request, claim, draft=refusal.draft, typed=written, refusal=refusal)
    except ValidationError as refusal:
        return show(request, claim, draft=draft, typed=written, refusal=refusal)
    answer: HttpResponse = redirect("share", share_id=share.public_id)
    if request.htmx:
        answer = JsonResponse(
            {
                "text": shares.text(share=share),
                "intent": shares.intent(share=share, home=home),
                "sheet": shares.handed(share=share) if networks.get(network).way is networks.Way.SHEET else None,
                "page": answer["Location"],
            }
        )
    if home:
        homes.remember(answer, home)
    return answer


@require_POST
def hold_draft(request: PersonRequest, claim_id: uuid.UUID) -> HttpResponse:
    claim = own_claim(request, claim_id)
    drafts.hold(person=request.user, story=claim.story)
    return redirect("compose", claim_id=claim.public_id)


@words_survive
def remember_networks(request: PersonRequest, claim_id: uuid.UUID) -> HttpResponse:
    claim, written = own_claim(request, claim_id), Written.of(request)
    ticked = [network.key for network in networks.every() if network.key in written.ticked]
    people.use_networks(person=claim.person, keys={*claim.person.networks, *ticked})
    if request.htmx:
        return HttpResponse(status=204)
    return save_draft(request, claim_id)


def home_on(request: HttpRequest, *, network: str, typed: str) -> str:
    """This will find the person's server on a network of many: just typed, or remembered; none is known at first.

    Errors: networks.HomeError, networks.UnknownNetwork.
    """
    chosen = networks.get(network)
    if not chosen.has_homes:
        return ""
    return chosen.home(typed) if typed else homes.remembered(request)


def keep(*, claim: Claim, written: Written) -> Draft:
    """This will keep what the form brought."""
    return drafts.save(
        person=claim.person,
        story=claim.story,
        words=written.words,
        keeps_disclosure=written.keeps_disclosure,
        ticked=written.ticked,
        revision=written.revision,
        variants=written.variants,
        now=timezone.now(),
    )


def first_waiting(*, claim: Claim, ticked: list[str]) -> str:
    """This will name the first ticked network that nothing was posted on."""
    posted = shares.posted_on(person=claim.person, story=claim.story)
    waiting = [network.key for network in networks.every() if network.key in ticked and network.key not in posted]
    return waiting[0] if waiting else (ticked or [""])[0]
