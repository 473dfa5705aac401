"""Header fields that every answer carries unless its view says otherwise."""

from collections.abc import Callable, Iterable, Mapping

from django.conf import settings
from django.http import HttpRequest, HttpResponse

# web-share is not named: its default is "self" already, and browsers without it would complain in the console.
PERMISSIONS = ", ".join(
    [
        "clipboard-write=(self)",
        *(f"{feature}=()" for feature in ("camera", "display-capture", "geolocation", "microphone", "payment", "usb")),
    ]
)


def content_security_policy(directives: Mapping[str, Iterable[str] | bool | None]) -> str:
    """Write a policy in Django's notation for SECURE_CSP as a header's value."""
    written = []
    for directive, sources in directives.items():
        if sources is True:
            written.append(directive)
        elif sources:
            written.append(f"{directive} {' '.join([sources] if isinstance(sources, str) else sources)}")
    return "; ".join(written)


class SecurityHeadersMiddleware:
    """Set the strict policy, and keep pages out of every store: nearly all of them are personal."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.fields = {
            "Content-Security-Policy": content_security_policy(settings.SECURE_CSP),
            "Referrer-Policy": "same-origin",
            "Permissions-Policy": PERMISSIONS,
            "Cross-Origin-Opener-Policy": "same-origin",
            "Cross-Origin-Resource-Policy": "same-origin",
            "X-Content-Type-Options": "nosniff",
            "X-Permitted-Cross-Domain-Policies": "none",
            "Cache-Control": "no-store, private",
        }

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        for name, value in self.fields.items():
            response.setdefault(name, value)
        return response
