"""The API described, and explained by Swagger UI from the installed package, behind the sign-in."""

import functools
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.utils import translation
from django.views.decorators.cache import never_cache
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.utils import extend_schema
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView
from rest_framework.request import Request
from rest_framework.response import Response

from web.security_headers import content_security_policy

# Swagger UI writes style attributes; only this page allows them.
POLICY = content_security_policy({**settings.SECURE_CSP, "style-src": ["'self'", "'unsafe-inline'"]})


class WrittenOnce(SchemaGenerator):
    """The description changes with the code alone: a process writes it once in each language."""

    def get_schema(self, request: Request | None = None, public: bool = False) -> Any:  # noqa: FBT001, FBT002
        return _written(translation.get_language())


@functools.cache
def _written(_language: str | None) -> Any:
    return SchemaGenerator().get_schema(request=None, public=True)  # type: ignore[no-untyped-call]


class ApiDocs(SpectacularSwaggerSplitView):
    url_name = "api_schema"
    template_name = "config/api_docs.html"

    @extend_schema(exclude=True)
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        response: Response = super().get(request, *args, **kwargs)  # type: ignore[no-untyped-call]
        response.headers["Content-Security-Policy"] = POLICY
        return response


api_schema = SpectacularAPIView.as_view(generator_class=WrittenOnce)
api_docs = never_cache(login_required(ApiDocs.as_view()))
