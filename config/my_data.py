"""Everything that the rooms store of a person, as one file for that person."""

import json
from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

import accounts.export
import advocacy.export
import content.export
import leaderboard.export
from accounts.models import Person
from accounts.requests import PersonRequest
from web.throttles import limited

# A room tells its own part; a new room is one line here.
ROOMS: tuple[tuple[str, Callable[..., dict[str, Any]]], ...] = (
    ("accounts", accounts.export.of),
    ("content", content.export.of),
    ("advocacy", advocacy.export.of),
    ("leaderboard", leaderboard.export.of),
)


def of(*, person: Person) -> dict[str, Any]:
    """This will gather the parts of all rooms. Shape: one key a room, plain values ready for JSON."""
    return {name: export(person=person) for name, export in ROOMS}


@require_safe
@limited("my-data", "20/h", methods={"GET"})
def my_data(request: PersonRequest) -> HttpResponse:
    gathered = {"made_at": timezone.now().isoformat(), **of(person=request.user)}
    response = HttpResponse(json.dumps(gathered, ensure_ascii=False, indent=2), content_type="application/json")
    response.headers["Content-Disposition"] = 'attachment; filename="firsthand-my-data.json"'
    return response
