"""Taking a place, keeping it a day longer, letting it go."""

import uuid

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.requests import PersonRequest
from advocacy import claims
from advocacy.models import Claim
from advocacy.tasks import serve_waiting
from advocacy.views import reading


def own_claim(request: HttpRequest, claim_id: uuid.UUID) -> Claim:
    """This will find one of the person's own claims; everybody else's does not exist for him."""
    mine = Claim.objects.filter(person=request.user)  # type: ignore[misc]
    return get_object_or_404(mine.select_related("person", "story__picture", "story__campaign"), public_id=claim_id)


@require_POST
def take_claim(request: PersonRequest, story_id: uuid.UUID) -> HttpResponse:
    story = reading.known(request, story_id)
    try:
        claim = claims.take(person=request.user, story=story, now=timezone.now())
    except ValidationError as refusal:
        return reading.show(request, reading.known(request, story_id), refusal=refusal)
    return redirect("compose", claim_id=claim.public_id)


@require_POST
def release_claim(request: PersonRequest, claim_id: uuid.UUID) -> HttpResponse:
    claim = own_claim(request, claim_id)
    if claims.release(claim=claim, now=timezone.now()):
        serve_waiting.delay_on_commit()
        messages.success(request, _("The place is free again. What you wrote is kept."))
    return redirect("today")


@require_POST
def extend_claim(request: PersonRequest, claim_id: uuid.UUID) -> HttpResponse:
    claim = own_claim(request, claim_id)
    try:
        claims.extend(claim=claim, now=timezone.now())
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    return redirect("compose", claim_id=claim.public_id)
