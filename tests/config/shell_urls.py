"""Addresses for the shell's own tests: every name that the shell links to, and nothing behind it."""

from django.http import HttpRequest, HttpResponse
from django.urls import path


def nothing(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


NAMES = (
    "today",
    "library",
    "conversations",
    "me",
    "profile",
    "lessons",
    "settings",
    "my_data",
    "studio",
    "approvals",
    "report",
    "feedback",
    "company",
    "notifications",
    "privacy",
    "api_docs",
    "set_language",
    "demo_sign_in",
    "account_login",
    "account_logout",
    "account_signup",
)
urlpatterns = [path(f"{name}/", nothing, name=name) for name in NAMES]
