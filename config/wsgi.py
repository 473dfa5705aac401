"""What a WSGI server runs: short links first, Django for everything else.

A short link that is open is answered by advocacy.clicks.redirect without a single middleware. What it does not answer
goes to Django at the same path, where the page stands that says why.
"""

import os
import time
from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
pages = get_wsgi_application()

from django.conf import settings  # noqa: E402  (only a configured Django can be asked)

from advocacy.clicks import redirect  # noqa: E402

links = redirect.of_process()
# Links may live under a name of their own; Django's pages are known by the site's.
SITE_HOST = urlsplit(settings.SITE_URL).netloc
LINK_HOST = urlsplit(settings.LINK_URL).netloc


def application(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    """Answer a request."""
    path = environ["PATH_INFO"]
    if not path.startswith(redirect.PREFIX):
        # Who types the short name alone looks for the site. What a page about a link is drawn with stays where it is.
        if environ.get("HTTP_HOST") == LINK_HOST != SITE_HOST and not path.startswith(settings.STATIC_URL):
            start_response("302 Found", [("Location", f"{settings.SITE_URL}/"), ("Content-Length", "0")])
            return (b"",)
        return pages(environ, start_response)
    answer = links.answer(environ, now=time.time())
    if answer is None:
        return pages({**environ, "HTTP_HOST": SITE_HOST}, start_response)
    status, headers, body = answer
    start_response(status, headers)
    return (body,)
