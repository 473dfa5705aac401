"""The short link inside Django: the page for one that leads nowhere, and the link where nothing stands in front."""

import time

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt

from accounts import company
from advocacy.clicks import redirect, targets


@csrf_exempt
@login_not_required
def link_gone(request: HttpRequest, code: str) -> HttpResponse:
    """config/wsgi.py answers open links before Django and hands on only the others.

    Django's test client and live server do not pass there, so an open link is answered here by the same function.
    """
    answer = redirect.of_process().answer(request.META, now=time.time())
    if answer is not None:
        status, _, reason = answer.status.partition(" ")
        return HttpResponse(answer.body, status=int(status), reason=reason, headers=dict(answer.headers))
    closed = targets.closed(code=code.removesuffix("/"))
    response = render(
        request,
        "advocacy/link_gone.html",
        {"story": closed.story, "is_retracted": closed.is_retracted, "company_name": company.current().called},
        status=410 if closed.story else 404,
    )
    response.headers["X-Robots-Tag"] = "noindex"
    return response
