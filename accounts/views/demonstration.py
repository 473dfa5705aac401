from django.conf import settings
from django.contrib import auth
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from accounts import demo


@login_not_required
@require_POST
def demo_sign_in(request: HttpRequest) -> HttpResponse:
    person = demo.person(key=request.POST.get("key", "")) if settings.DEMO else None
    if person is None:
        raise Http404
    auth.login(request, person, backend=settings.AUTHENTICATION_BACKENDS[0])
    return redirect(settings.LOGIN_REDIRECT_URL)
