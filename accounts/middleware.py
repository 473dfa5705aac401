"""The person's language and time zone, for the length of a request."""

import zoneinfo
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation

from accounts import company
from accounts.models import Person


class PersonMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        person = request.user
        if not isinstance(person, Person):
            # Somebody may still show a key to an endpoint, which then speaks his language.
            with translation.override(translation.get_language()):
                response = self.get_response(request)
                response.headers.setdefault("Content-Language", translation.get_language() or "")
            return response
        request.company = company.current()  # type: ignore[attr-defined]
        zone = zoneinfo.ZoneInfo(person.time_zone) if person.time_zone else request.company.zone  # type: ignore[attr-defined]
        with timezone.override(zone), translation.override(person.language):
            request.LANGUAGE_CODE = person.language
            response = self.get_response(request)
        response.headers["Content-Language"] = person.language
        return response
