"""The pages that say what went wrong, and what to do next."""

from django.core.exceptions import RequestDataTooBig, TooManyFilesSent
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.multipartparser import MultiPartParserError
from django.http.request import UnreadablePostError
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.views.decorators.csrf import requires_csrf_token

KEPT_BACK = ("password", "token", "code", "secret")


@requires_csrf_token
def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return answer(request, 400, "bad_request", _("This request could not be read."))


@requires_csrf_token
def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    sentence = str(exception) or _("If you think it should be, ask an administrator.")
    return answer(request, 403, "permission_denied", sentence)


@requires_csrf_token
def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return answer(request, 404, "not_found", _("There is nothing at this address."))


@requires_csrf_token
def server_error(request: HttpRequest) -> HttpResponse:
    # No request: whatever broke may be what a context processor needs.
    if request.path.startswith("/api/"):
        return answer(request, 500, "server_error", _("Something broke on our side."))
    return HttpResponse(render_to_string("500.html"), status=500)


@requires_csrf_token
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    response = render(request, "403_csrf.html", {"kept": typed_words(request)}, status=403)
    add_never_cache_headers(response)
    return response


def answer(request: HttpRequest, status: int, code: str, sentence: str) -> HttpResponse:
    """This will answer with a page, or under /api/ with the same JSON as every other refusal there."""
    if request.path.startswith("/api/"):
        return JsonResponse({"error": {"code": code, "message": sentence, "fields": {}}}, status=status)
    return render(request, f"{status}.html", {"sentence": sentence}, status=status)


def typed_words(request: HttpRequest) -> list[tuple[str, str]]:
    """This will list what somebody typed into a form that could not be taken, so that nobody loses a text.

    Shape: (name of the field, text) in the order of the form, without secrets and what is not words.
    """
    try:
        fields = list(request.POST.lists())
    except (RequestDataTooBig, TooManyFilesSent, MultiPartParserError, UnreadablePostError):
        return []
    return [
        (name.replace("_", " ").replace("-", " ").capitalize(), text)
        for name, texts in fields
        if not any(word in name.lower() for word in KEPT_BACK)
        for text in texts
        if " " in text.strip()  # words, not the values of buttons and hidden fields
    ]
