"""Files of stories: brought, fetched in part or whole, and the calendar file of an event."""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import IO
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import role_required
from accounts.requests import PersonRequest
from accounts.roles import Role
from content import attachments, event_files, stories, working_copies
from content.models import Attachment, Story
from web import bodies
from web.throttles import limited

CHUNK_BYTES = 256 * 1024
RANGE = re.compile(r"bytes=(\d{0,19})-(\d{0,19})")


@bodies.takes(attachments.most_bytes_of_any)
@require_http_methods(["GET", "HEAD", "POST"])
@limited("files", "60/h")
@role_required(Role.CURATOR)
def add_file(request: PersonRequest, story_id: UUID) -> HttpResponse:
    """The way without JavaScript: a page of its own, so that no typed word hangs on a file."""
    found = get_object_or_404(Story.objects.in_reach(request.user, role=Role.CURATOR), public_id=story_id)
    if found.kind not in Attachment.Kind.values:
        raise Http404
    error = ""
    if request.method == "POST":
        try:
            _take_up(request, found)
        except ValidationError as refusal:
            error = refusal.messages[0]
        else:
            messages.success(request, _("The file is here."))
            return redirect("edit_story", story_id)
    limit = bodies.megabytes(attachments.most_bytes(found.kind))
    context = {"story": found, "error": error, "limit": limit}
    return render(request, "content/add_file.html", context, status=422 if error else 200)


def _take_up(request: PersonRequest, story: Story) -> None:
    file, now = request.FILES.get("file"), timezone.now()
    if file is None:
        raise attachments.EmptyFile
    attachment = attachments.keep(file=file, kind=story.kind, by=request.user, now=now)
    words = working_copies.newest(story=story, copy=working_copies.of(story=story))
    manuscript = replace(words, attachment=str(attachment.public_id))
    stories.save(story=story, manuscript=manuscript, seen=story.revision, by=request.user, now=now)


@require_safe
def attachment(request: PersonRequest, attachment_id: UUID) -> HttpResponseBase:
    found = attachments.find(public_id=attachment_id, person=request.user)
    if found is None:
        raise Http404
    return as_file(request, found)


def as_file(request: HttpRequest, found: Attachment) -> HttpResponseBase:
    """This will answer with a file, or the part of it that is asked for; who may have it was asked before."""
    try:
        file = found.file.open("rb")
    except OSError as error:
        raise Http404 from error
    response = _in_parts(request, found, file)
    is_document = found.kind == Attachment.Kind.DOCUMENT
    response.headers["Content-Disposition"] = content_disposition_header(is_document, found.name) or "attachment"
    response.headers["Content-Type"] = found.content_type
    response.headers["Accept-Ranges"] = "bytes"
    response.headers["ETag"] = _tag(found)
    # Kept by the reader's browser, and asked about each time: a story may be taken back.
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["Content-Security-Policy"] = "default-src 'none'; media-src 'self'; sandbox"
    return response


@require_safe
def event_file(request: PersonRequest, story_id: UUID) -> HttpResponse:
    reading = Story.objects.shown_to(request.user)
    for role in (Role.CURATOR, Role.APPROVER):
        reading = reading | Story.objects.in_reach(request.user, role=role)
    found = get_object_or_404(reading.distinct(), public_id=story_id)
    return as_event_file(found, page_url=request.build_absolute_uri(reverse("story", args=[story_id])))


def as_event_file(story: Story, *, page_url: str) -> HttpResponse:
    """This will answer with a story's event for a calendar. Errors: Http404 for a story that has none."""
    written = event_files.of(story=story, page_url=page_url, now=timezone.now())
    if not written:
        raise Http404
    response = HttpResponse(written, content_type=event_files.CONTENT_TYPE)
    response.headers["Content-Disposition"] = 'attachment; filename="event.ics"'
    return response


def _tag(found: Attachment) -> str:
    return f'"{found.public_id.hex}"'


def _in_parts(request: HttpRequest, found: Attachment, file: IO[bytes]) -> HttpResponseBase:
    """The whole, or the one part that a player asks for. Source: RFC 9110 14; several parts at once get the whole."""
    if request.headers.get("If-None-Match", "") == _tag(found):
        file.close()
        return HttpResponse(status=304)
    asked = RANGE.fullmatch(request.headers.get("Range", "").strip())
    if asked is None or not any(asked.groups()) or request.headers.get("If-Range", _tag(found)) != _tag(found):
        return FileResponse(file, headers={"Content-Length": str(found.size_bytes)})
    size = found.size_bytes
    if asked[1]:
        first, last = int(asked[1]), min(int(asked[2] or size - 1), size - 1)
    else:
        first, last = max(0, size - int(asked[2])), size - 1
    if first > last:
        file.close()
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    file.seek(first)
    response = StreamingHttpResponse(Part(file, last - first + 1), status=206)
    response.headers["Content-Range"] = f"bytes {first}-{last}/{size}"
    response.headers["Content-Length"] = str(last - first + 1)
    return response


class Part:
    """A stretch of a file, which is closed also when nobody reads it."""

    def __init__(self, file: IO[bytes], length: int) -> None:
        self.file, self.length = file, length
        self.close = file.close

    def __iter__(self) -> Iterator[bytes]:
        while self.length > 0 and (chunk := self.file.read(min(CHUNK_BYTES, self.length))):
            self.length -= len(chunk)
            yield chunk
