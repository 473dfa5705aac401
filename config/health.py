"""Is this process able to answer? For load balancers and container checks; says nothing about what is inside."""

import logging

from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

logger = logging.getLogger(__name__)


@login_not_required
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            cursor.fetchone()
    except DatabaseError as error:
        logger.error("The database does not answer: %s", type(error).__name__)
        return JsonResponse({"database": "silent"}, status=503)
    return JsonResponse({"database": "answers"})
