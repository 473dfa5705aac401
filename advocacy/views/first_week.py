"""The first week: a page of its own, and a strip that other pages load."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts import roles
from accounts.requests import PersonRequest
from advocacy import first_week as rules


@never_cache
@require_safe
def first_week(request: PersonRequest) -> HttpResponse:
    held = [rules.EMPLOYEE, *roles.of(person=request.user)]
    paths = rules.paths(person=request.user, roles=held, company=request.company, now=timezone.now())
    return render(request, "advocacy/first_week.html", {"active": "me", "paths": paths})


@never_cache
@require_safe
def first_week_strip(request: PersonRequest, role: str) -> HttpResponse:
    """Nothing for who closed it, whose first weeks are over, or who does not hold the role."""
    if role not in rules.PATHS:
        raise Http404
    return _strip(request, role)


def _strip(request: PersonRequest, role: str) -> HttpResponse:
    held = role == rules.EMPLOYEE or roles.holds(person=request.user, role=role)
    if request.user.first_week_closed_at is not None or not held:
        return HttpResponse()
    (path,) = rules.paths(person=request.user, roles=[role], company=request.company, now=timezone.now())
    return render(request, "advocacy/first_week.html#strip", {"path": path}) if path.is_new else HttpResponse()


@require_POST
def close_first_week(request: PersonRequest) -> HttpResponse:
    rules.close(person=request.user, now=timezone.now())
    return _answer(request)


@require_POST
def reopen_first_week(request: PersonRequest) -> HttpResponse:
    rules.reopen(person=request.user)
    return _answer(request)


def _answer(request: PersonRequest) -> HttpResponse:
    role = request.POST.get("role", "")
    if not request.headers.get("HX-Request") or role not in rules.PATHS:
        return redirect("first_week")
    if request.user.first_week_closed_at is None:
        return _strip(request, role)
    return render(request, "advocacy/first_week.html#closed", {"role": role})
