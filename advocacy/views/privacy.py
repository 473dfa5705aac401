"""What is stored, and who sees it: open to everybody."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET


@login_not_required
@require_GET
def privacy(request: HttpRequest) -> HttpResponse:
    layout = "base.html" if request.user.is_authenticated else "bare.html"
    days = {"notification_days": settings.NOTIFICATION_DAYS, "click_days": settings.CLICK_DAYS}
    return render(request, "advocacy/privacy.html", {"layout": layout, **days})
