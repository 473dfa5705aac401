"""Which server somebody lives on, on a network of many: asked once, and kept by the browser, not by us."""

from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse

import networks

COOKIE = "home-on-mastodon"
KEPT_FOR = timedelta(days=365)


def remembered(request: HttpRequest) -> str:
    """This will read the server out of the cookie; what makes no sense counts as none."""
    try:
        return networks.get("mastodon").home(request.COOKIES.get(COOKIE, ""))
    except networks.HomeError:
        return ""


def remember(response: HttpResponse, home: str) -> None:
    """This will let the browser keep the server for a year."""
    response.set_cookie(
        COOKIE,
        home,
        max_age=KEPT_FOR,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
