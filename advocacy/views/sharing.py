"""From the sheet to the network: copy, open, post there, say so here."""

import uuid

from django.core.exceptions import ValidationError
from django.db.models import Count, Window
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

import networks
from accounts.requests import PersonRequest
from advocacy import connections, consents, drafts, links, publications, qr_codes, recalls, shares
from advocacy.clicks import figures, own_visits
from advocacy.forms.engagement import EngagementForm
from advocacy.measuring import figures as engagement
from advocacy.measuring import replies
from advocacy.models import Conversation, Recall, Share
from advocacy.views import homes
from web import client_address

TALKS = 3


def own_share(request: HttpRequest, share_id: uuid.UUID) -> Share:
    """This will find one of the person's own shares; everybody else's does not exist for him."""
    mine = Share.objects.filter(person=request.user)  # type: ignore[misc]
    return get_object_or_404(mine.select_related("person", "story__picture", "claim", "link"), public_id=share_id)


def show(
    request: PersonRequest,
    found: Share,
    *,
    typed: str | None = None,
    home: str | None = None,
    refusal: ValidationError | None = None,
    told_form: EngagementForm | None = None,
) -> HttpResponse:
    """This will show a post: to be copied before it is out, with what came of it afterwards."""
    known = homes.remembered(request) if home is None else home
    draft = drafts.of(person=request.user, story=found.story)
    posted = shares.posted_on(person=request.user, story=found.story)
    is_open = found.story.is_open(timezone.now())
    ticked = draft.networks if draft and is_open else []
    talks = Conversation.objects.filter(share=found)
    publication = publications.of(share=found)
    connection = None
    network = networks.get(found.network)
    is_running = found.state != Share.State.POSTED and bool(publication and publication.is_running)
    # Where there is no field for the address, its refusal stands above the page like any other.
    is_at_field = isinstance(refusal, networks.PermalinkError) and network.has_permalinks and not is_running
    said = " ".join(refusal.messages) if refusal else ""
    if found.state != Share.State.POSTED and not is_running:
        connection = connections.of(person=request.user).get(found.network)
    newest = list(talks.annotate(together=Window(Count("pk"))).order_by("-last_turn_at")[:TALKS])
    shown = engagement.of_share(share=found)
    heard = replies.waiting(person=request.user).filter(share=found)
    context = {
        "share": found,
        "claim": found.claim,
        "story": found.story,
        "network": network,
        "sheet": shares.handed(share=found),
        "text": shares.text(share=found),
        "intent": None if refusal and home else shares.intent(share=found, home=known),
        "home": known,
        "publication": publication,
        "connection": connection,
        "can_connect": found.network in {each.key for each in consents.offered()},
        "address": links.address(code=found.link.code),
        "link": links.shown(address=links.address(code=found.link.code)),
        "clicks": figures.for_share(found),
        "talks": newest,
        "talked": newest[0].together if newest else 0,  # type: ignore[attr-defined]  # annotated above
        "known": shown,
        "heard": heard.count() if shown.engagement and shown.engagement.replies else 0,
        "told_form": told_form or EngagementForm(initial=EngagementForm.of(shown.engagement)),
        "recall": Recall.objects.filter(share=found).first(),
        "advice": recalls.advice(network=found.network),
        "is_open": is_open,
        "further": [one for one in networks.every() if one.key in ticked and one.key not in {*posted, found.network}],
        "variants": sorted(draft.variants.items()) if draft else [],
        "draft": draft,
        "permalink": found.permalink if typed is None else typed,
        "refusal": "" if is_at_field else said,
        "wrong_permalink": said if is_at_field else "",
    }
    return render(request, "advocacy/share.html", context, status=422 if refusal or told_form else 200)


@require_GET
def share(request: PersonRequest, share_id: uuid.UUID) -> HttpResponse:
    found = own_share(request, share_id)
    typed = request.GET.get("home", "")
    # Who is shown the link will try it; that visit must not count as a reader's.
    own_visits.remember(
        person=request.user,
        address=client_address.of_request(request),
        user_agent=request.headers.get("User-Agent", ""),
        now=timezone.now(),
    )
    if request.htmx:
        return progress(request, found)
    if not typed:
        return show(request, found)
    try:
        home = networks.get(found.network).home(typed)
    except ValidationError as refusal:
        return show(request, found, home=typed, refusal=refusal)
    answer = redirect("share", share_id=found.public_id)
    homes.remember(answer, home)
    return answer


def progress(request: PersonRequest, found: Share) -> HttpResponse:
    """This will show how far a post is that is on its way; once it has its answer, the whole page says it."""
    publication = publications.of(share=found)
    if publication is None or not publication.is_running:
        return HttpResponse(headers={"HX-Refresh": "true"})
    context = {"share": found, "publication": publication, "network": networks.get(found.network)}
    return render(request, "advocacy/share.html#publication", context)


@require_GET
def qr_code(request: PersonRequest, share_id: uuid.UUID, kind: str) -> HttpResponse:
    found = own_share(request, share_id)
    if kind not in qr_codes.KINDS:
        raise Http404
    picture = qr_codes.draw(text=links.address(code=found.link.code), kind=kind)
    response = HttpResponse(picture, content_type=qr_codes.KINDS[kind])
    response["Content-Disposition"] = f'inline; filename="link-{found.link.code}.{kind}"'
    return response


@require_POST
def confirm_share(request: PersonRequest, share_id: uuid.UUID) -> HttpResponse:
    found, typed = own_share(request, share_id), request.POST.get("permalink", "")
    try:
        shares.confirm(share=found, permalink=typed, now=timezone.now())
    except ValidationError as refusal:
        return show(request, found, typed=typed, refusal=refusal)
    return redirect("share", share_id=found.public_id)


@require_POST
def save_permalink(request: PersonRequest, share_id: uuid.UUID) -> HttpResponse:
    found, typed = own_share(request, share_id), request.POST.get("permalink", "")
    try:
        shares.save_permalink(share=found, permalink=typed)
    except ValidationError as refusal:
        return show(request, found, typed=typed, refusal=refusal)
    return redirect("share", share_id=found.public_id)
