from django.http import HttpResponse
from django.test import RequestFactory

from web.security_headers import SecurityHeadersMiddleware, content_security_policy


def pass_through(response: HttpResponse) -> HttpResponse:
    return SecurityHeadersMiddleware(lambda request: response)(RequestFactory().get("/"))


def test_content_security_policy_writes_djangos_notation():
    policy = {
        "default-src": ["'none'"],
        "img-src": ("'self'", "data:"),
        "base-uri": "'none'",
        "upgrade-insecure-requests": True,
        "font-src": None,
        "worker-src": [],
    }
    assert content_security_policy(policy) == (
        "default-src 'none'; img-src 'self' data:; base-uri 'none'; upgrade-insecure-requests"
    )


def test_middleware_sets_every_field(settings):
    settings.SECURE_CSP = {"default-src": ["'none'"], "script-src": ["'self'"]}
    response = pass_through(HttpResponse())
    assert response["Content-Security-Policy"] == "default-src 'none'; script-src 'self'"
    assert response["Cache-Control"] == "no-store, private"
    assert response["Referrer-Policy"] == "same-origin"
    assert "clipboard-write=(self)" in response["Permissions-Policy"]
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"
    assert response["Cross-Origin-Resource-Policy"] == "same-origin"
    assert response["X-Content-Type-Options"] == "nosniff"


def test_middleware_keeps_what_a_view_set():
    response = HttpResponse(headers={"Cache-Control": "public, max-age=60", "Content-Security-Policy": "default-src *"})
    assert pass_through(response)["Cache-Control"] == "public, max-age=60"
    assert pass_through(response)["Content-Security-Policy"] == "default-src *"
