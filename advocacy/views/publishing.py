"""Posting by a connected account: one press for one text, holding it back, and what the person saw."""

import uuid

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.requests import PersonRequest
from advocacy import connections, publications
from advocacy.models import Publication, Share
from advocacy.tasks import send_posts
from advocacy.views.sharing import own_share, show
from web.throttles import limited


@require_POST
@limited("publish", "60/h")
def publish_share(request: PersonRequest, share_id: uuid.UUID) -> HttpResponse:
    found = own_share(request, share_id)
    connection = connections.of(person=request.user).get(found.network)
    try:
        # The account that was shown, not another one that was connected since.
        if connection is None or str(connection.public_id) != request.POST.get("connection", ""):
            raise publications.NoAccount(_("Connect your account first."))
        publications.press(share=found, connection=connection, text=request.POST.get("text", ""), now=timezone.now())
    except ValidationError as refusal:
        return show(request, found, refusal=refusal)
    send_posts.delay_on_commit()
    return redirect("share", share_id=found.public_id)


@require_POST
def stop_publication(request: PersonRequest, share_id: uuid.UUID) -> HttpResponse:
    found, publication = own_publication(request, share_id)
    try:
        publications.stop(publication=publication, now=timezone.now())
    except ValidationError as refusal:
        return show(request, found, refusal=refusal)
    return redirect("share", share_id=found.public_id)


@require_POST
def answer_publication(request: PersonRequest, share_id: uuid.UUID) -> HttpResponse:
    found, publication = own_publication(request, share_id)
    typed = request.POST.get("permalink", "")
    try:
        publications.answer(
            publication=publication, is_out=request.POST.get("is_out") == "1", permalink=typed, now=timezone.now()
        )
    except ValidationError as refusal:
        return show(request, found, typed=typed, refusal=refusal)
    return redirect("share", share_id=found.public_id)


def own_publication(request: HttpRequest, share_id: uuid.UUID) -> tuple[Share, Publication]:
    """This will find what became of the person's press for one of his shares."""
    found = own_share(request, share_id)
    publication = publications.of(share=found)
    if publication is None:
        raise Http404
    return found, publication
