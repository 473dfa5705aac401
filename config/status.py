"""What administrators see of the machinery: each part with a plain sentence and whether it needs somebody."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.access import role_required
from accounts.requests import PersonRequest
from accounts.roles import Role
from config import machinery


@require_safe
@role_required(Role.ADMINISTRATOR)
def status(request: PersonRequest) -> HttpResponse:
    return render(request, "config/status.html", {"parts": machinery.parts(now=timezone.now())})
