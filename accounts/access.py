"""Who may open a page or call an endpoint, by role."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.views import APIView

from accounts import roles
from accounts.models import ApiToken, Person
from accounts.requests import PersonRequest

P = ParamSpec("P")


def role_required(
    *accepted: str,
) -> Callable[
    [Callable[Concatenate[PersonRequest, P], HttpResponse]], Callable[Concatenate[HttpRequest, P], HttpResponse]
]:
    """This will let in who holds one of the roles; everybody else who signed in gets 403.

    Errors: roles.NotAllowed.
    """

    def decorate(
        view: Callable[Concatenate[PersonRequest, P], HttpResponse],
    ) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
        @wraps(view)
        def guarded(request: PersonRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            if not any(roles.holds(person=request.user, role=role) for role in accepted):
                roles.require(person=request.user, role=accepted[0])
            return view(request, *args, **kwargs)

        guarded.roles = accepted  # type: ignore[attr-defined]
        return guarded  # type: ignore[return-value]

    return decorate


def person_of(request: Request) -> Person:
    """This will give the person behind a request to an endpoint; its permission let nobody else in."""
    return cast("Person", request.user)


class NotWithAKey(PermissionDenied):
    """What a person does with a browser, a program does not."""


def refuse_keys(request: Request, *, sentence: str) -> None:
    """This will let nobody in who came with a key to the API instead of a browser's session. Errors: NotWithAKey."""
    if isinstance(request.auth, ApiToken):
        raise NotWithAKey(sentence)


class HoldsRole(IsAuthenticated):
    """Endpoints: the view names the roles it accepts in `roles`."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        accepted: tuple[str, ...] = getattr(view, "roles", ())
        if not super().has_permission(request, view) or not isinstance(request.user, Person):
            return False
        return any(roles.holds(person=request.user, role=role) for role in accepted)
