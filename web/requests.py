"""The request as a view sees it, for the type checker."""

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails


class HtmxRequest(HttpRequest):
    """A request that passed `HtmxMiddleware`; true `request.htmx` asks for a part of the page."""

    htmx: HtmxDetails
