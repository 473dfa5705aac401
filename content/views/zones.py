"""The studio's days and hours are the company's, whoever looks."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.http import HttpResponse
from django.utils import timezone

from accounts.requests import PersonRequest

P = ParamSpec("P")


def place_of(zone: str) -> str:
    """This will name a time zone as people do: "Europe/Berlin" is Berlin."""
    return zone.rpartition("/")[2].replace("_", " ")


def in_company_zone(
    view: Callable[Concatenate[PersonRequest, P], HttpResponse],
) -> Callable[Concatenate[PersonRequest, P], HttpResponse]:
    """This will read and show all times of a page in the company's zone."""

    @wraps(view)
    def zoned(request: PersonRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        with timezone.override(request.company.zone):
            return view(request, *args, **kwargs)

    return zoned
