"""What comes in by forms and addresses is text that every database can hold."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, QueryDict

NUL = "\x00"  # PostgreSQL takes it in no text; the API's serializers refuse it by themselves


class PlainTextMiddleware:
    """Take NUL out of what was sent: nobody can type it, and the words around it are somebody's work.

    It stands behind the check of where a form comes from, which reads the form in any case. Endpoints are passed by:
    they first ask who calls, and only then read what may be a large file.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: object, args: object, kwargs: object) -> None:
        if _holds_nul(request.GET):
            request.GET = _without_nul(request.GET)  # type: ignore[assignment]
        if request.method == "POST" and not hasattr(view, "cls") and _holds_nul(request.POST):
            request.POST = _without_nul(request.POST)  # type: ignore[assignment]


def _holds_nul(given: QueryDict) -> bool:
    return any(NUL in text for name, texts in given.lists() for text in (name, *texts))


def _without_nul(given: QueryDict) -> QueryDict:
    plain = QueryDict(mutable=True, encoding=given.encoding)
    for name, texts in given.lists():
        plain.setlist(name.replace(NUL, ""), [text.replace(NUL, "") for text in texts])
    return plain
