"""Limits of use: classes for the API, a decorator for pages."""

import functools
import time
from collections.abc import Callable, Collection
from typing import Any, Concatenate, ParamSpec, TypeVar

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext, ngettext
from rest_framework.request import Request
from rest_framework.settings import api_settings
from rest_framework.throttling import BaseThrottle

from web import client_address, rates

# rest_framework.views loads this module while it is being loaded itself, so nothing here may import it.

Parameters = ParamSpec("Parameters")
AnyRequest = TypeVar("AnyRequest", bound=HttpRequest)

CHANGING_METHODS = frozenset({"POST", "PUT", "PATCH", "DELETE"})


def caller(request: HttpRequest | Request) -> str:
    """Name who is limited: the person who is signed in, else the network that calls."""
    user = getattr(request, "user", None)
    if user is not None and user.is_authenticated:
        return f"person:{user.pk}"
    return f"network:{client_address.limited_network(client_address.of_request(request))}"


class Throttle(BaseThrottle):
    """Count the requests of one caller against the rate that DEFAULT_THROTTLE_RATES names for `scope`."""

    scope = ""
    _wait_seconds = 0

    def applies(self, request: Request) -> bool:
        return True

    def allow_request(self, request: Request, view: object) -> bool:
        text = (api_settings.DEFAULT_THROTTLE_RATES or {}).get(self.scope)
        if not text or not self.applies(request):
            return True
        self._wait_seconds = rates.spend(
            scope=self.scope, whom=caller(request), rate=rates.parse(str(text)), now=time.time()
        )
        return self._wait_seconds == 0

    def wait(self) -> float | None:
        return self._wait_seconds or None


class PersonThrottle(Throttle):
    """Limit each person who is signed in."""

    scope = "person"

    def applies(self, request: Request) -> bool:
        return bool(request.user and request.user.is_authenticated)


class AnonymousThrottle(Throttle):
    """Limit each network from which nobody is signed in."""

    scope = "anonymous"

    def applies(self, request: Request) -> bool:
        return not (request.user and request.user.is_authenticated)


class ScopedThrottle(Throttle):
    """Limit each caller of the endpoints that share one `throttle_scope`; only changing requests count."""

    def applies(self, request: Request) -> bool:
        return request.method in CHANGING_METHODS

    def allow_request(self, request: Request, view: object) -> bool:
        self.scope = getattr(view, "throttle_scope", "")
        return super().allow_request(request, view)


def limited(
    scope: str, rate: str, *, methods: Collection[str] = CHANGING_METHODS
) -> Callable[
    [Callable[Concatenate[AnyRequest, Parameters], HttpResponseBase]],
    Callable[Concatenate[AnyRequest, Parameters], HttpResponseBase],
]:
    """Limit how often one caller may use a page; beyond it, the page 429.html with `sentence` and `wait_seconds`.

    Views that name the same `scope` share one count. Only changing requests count unless `methods` says otherwise.
    """
    parsed = rates.parse(rate)

    def decorate(
        view: Callable[Concatenate[AnyRequest, Parameters], HttpResponseBase],
    ) -> Callable[Concatenate[AnyRequest, Parameters], HttpResponseBase]:
        @functools.wraps(view)
        def checked(request: AnyRequest, /, *args: Parameters.args, **kwargs: Parameters.kwargs) -> HttpResponseBase:
            if request.method in methods:
                wait_seconds = rates.spend(scope=scope, whom=caller(request), rate=parsed, now=time.time())
                if wait_seconds:
                    return too_many(request, wait_seconds=wait_seconds)
            return view(request, *args, **kwargs)

        return checked

    return decorate


def too_many(request: HttpRequest, *, wait_seconds: int) -> HttpResponse:
    """Answer 429 with a page that says how long to wait."""
    context: dict[str, Any] = {"sentence": sentence(wait_seconds=wait_seconds), "wait_seconds": wait_seconds}
    response = render(request, "429.html", context, status=429)
    response["Retry-After"] = str(wait_seconds)
    return response


def sentence(*, wait_seconds: int) -> str:
    """Say that somebody has to wait, and how long."""
    if wait_seconds <= 60:
        return gettext("That was a lot in a short time. Try again in a minute.")
    minutes = -(-wait_seconds // 60)
    return ngettext(
        "That was a lot in a short time. Try again in %(minutes)s minute.",
        "That was a lot in a short time. Try again in %(minutes)s minutes.",
        minutes,
    ) % {"minutes": minutes}
