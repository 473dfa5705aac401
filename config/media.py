"""Pictures of stories, to everybody: they also stand in the previews that networks show of a link.

A name is the digest of what is inside, so a file never changes and a name cannot be guessed. Nothing else under
MEDIA_ROOT is reachable.
"""

import re

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse, Http404, HttpRequest
from django.utils.http import http_date
from django.views.decorators.http import require_safe

PICTURE = re.compile(r"pictures/[0-9a-f]{16,64}(?:-[a-z0-9]{1,12})?\.webp")
YEAR_SECONDS = 31_536_000


@login_not_required
@require_safe
def serve(request: HttpRequest, name: str) -> FileResponse:
    if not PICTURE.fullmatch(name):
        raise Http404
    path = settings.MEDIA_ROOT / name
    try:
        file = path.open("rb")
    except OSError as error:
        raise Http404 from error
    response = FileResponse(file, content_type="image/webp")
    response.headers["Cache-Control"] = f"public, max-age={YEAR_SECONDS}, immutable"
    response.headers["Last-Modified"] = http_date(path.stat().st_mtime)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response
