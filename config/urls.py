"""Every address: pages at the root, the API under /api/v1/, allauth under /accounts/."""

from django.urls import include, path

import accounts.urls
import advocacy.urls
import content.urls
import leaderboard.urls
from accounts.views.own import choose_language
from config import errors, health, media, my_data, status
from config.api_docs import api_docs, api_schema

urlpatterns = [
    *advocacy.urls.pages,
    *content.urls.pages,
    *leaderboard.urls.pages,
    *accounts.urls.pages,
    path("settings/my-data/", my_data.my_data, name="my_data"),
    path("company/status/", status.status, name="status"),
    path("accounts/", include("allauth.urls")),
    path("language/", choose_language, name="set_language"),
    path("healthz", health.healthz, name="healthz"),
    path("media/<path:name>", media.serve, name="media"),
    path("api/v1/", include([*advocacy.urls.api, *content.urls.api, *leaderboard.urls.api, *accounts.urls.api])),
    path("api/v1/schema/", api_schema, name="api_schema"),
    path("api/", api_docs, name="api_docs"),
]
handler400 = errors.bad_request
handler403 = errors.forbidden
handler404 = errors.not_found
handler500 = errors.server_error
