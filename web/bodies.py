"""How large a request may be: refused by its length, before a byte of it is read or lies on a disk."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _


def sentence(*, most_bytes: int) -> str:
    """Say that something is too large, and how large it may be."""
    return _("This file is larger than %(limit)s, the most that is taken here. Use a smaller one.") % {
        "limit": megabytes(most_bytes)
    }


def megabytes(size_bytes: int) -> str:
    """Write a limit as people write it: 200 MB."""
    if size_bytes >= 1_000_000:
        return f"{size_bytes // 1_000_000} MB"
    return str(filesizeformat(size_bytes))


def takes(
    most_bytes: Callable[[], int],
) -> Callable[[Callable[..., HttpResponseBase]], Callable[..., HttpResponseBase]]:
    """Let a page take larger requests than others; an endpoint's class names `most_bytes` itself."""

    def decorate(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
        view.most_bytes = most_bytes  # type: ignore[attr-defined]
        return view

    return decorate


class BodyLimitMiddleware:
    """Stands before whatever reads the form, the token against forged requests among it.

    A request that names no length has none for Django, so there is nothing to go round it. Who is not signed in brings
    no files to pages; endpoints ask who calls before they read.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        own = getattr(view, "most_bytes", None) or getattr(getattr(view, "cls", None), "most_bytes", None)
        is_known = hasattr(view, "cls") or request.user.is_authenticated
        most_bytes = own() if own and is_known else settings.REQUEST_MAX_BYTES
        length = request.META.get("CONTENT_LENGTH") or "0"
        if length.isdecimal() and int(length) <= most_bytes:
            return None
        said = sentence(most_bytes=most_bytes)
        if request.path.startswith("/api/"):
            error = {"code": "too_large", "message": said, "fields": {}}
            response: HttpResponse = JsonResponse({"error": error}, status=413)
        else:
            response = render(request, "413.html", {"sentence": said}, status=413)
        # What was not read would be taken for the next request of the same connection.
        response.headers["Connection"] = "close"
        return response
