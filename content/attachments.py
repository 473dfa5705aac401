"""Files that belong to stories: who may keep one, who may fetch it, and when it is thrown away."""

import re
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from pathlib import PurePath
from uuid import UUID, uuid4

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts import audit, roles
from accounts.models import Person
from accounts.roles import Role
from content.intake import files
from content.intake.files import EmptyFile, UnusableFile
from content.intake.texts import clean
from content.manuscripts import Manuscript
from content.models import Attachment, Story, StoryTemplate, StoryVersion, WorkingCopy
from web import bodies

UNUSED_DAYS = 7
DOCUMENT_MAX_BYTES = 25_000_000
# What a form says around its file.
ENVELOPE_BYTES = 100_000
Kind = Attachment.Kind

_TYPES: Mapping[str, Callable[[bytes], files.FileType]] = {Kind.VIDEO: files.video, Kind.DOCUMENT: files.document}

__all__ = ["EmptyFile", "FileTooLarge", "NotToName", "UnusableFile", "check", "find", "keep", "most_bytes", "sweep"]


class FileTooLarge(ValidationError):
    pass


class NotToName(ValidationError):
    """Somebody names a file that he may not fetch."""


def most_bytes(kind: str) -> int:
    """This will say how large a file of a kind may be."""
    return int(settings.VIDEO_MAX_BYTES) if kind == Kind.VIDEO else DOCUMENT_MAX_BYTES


def most_bytes_of_any() -> int:
    """This will say how large a request may be that brings a file of whatever kind."""
    return max(most_bytes(kind) for kind in Kind.values) + ENVELOPE_BYTES


def keep(*, file: File, kind: str, by: Person, now: datetime) -> Attachment:  # type: ignore[type-arg]
    """This will store a file under a name of its own; a story takes it up by its public id.

    Errors: roles.NotAllowed unless `by` is a curator; FileTooLarge; UnusableFile: EmptyFile, NotAVideo, NotADocument.
    """
    roles.require(person=by, role=Role.CURATOR)
    size = int(file.size or 0)
    if size > most_bytes(kind):
        raise FileTooLarge(bodies.sentence(most_bytes=most_bytes(kind)), code="file_too_large")
    file.seek(0)
    found = _TYPES[kind](file.read(files.START_BYTES))
    file.seek(0)
    # The file first: a row never points to a file that is not there.
    stored = default_storage.save(f"attachments/{uuid4().hex}.{found.ending}", file)
    try:
        with transaction.atomic():
            attachment = Attachment.objects.create(
                kind=kind,
                file=stored,
                name=_name(file.name or "", ending=found.ending),
                content_type=found.content_type,
                size_bytes=size,
                added_by=by,
                added_at=now,
            )
            audit.record(by=by, action="attachments.keep", target=attachment, at=now)
    except BaseException:
        default_storage.delete(stored)
        raise
    return attachment


def find(*, public_id: UUID, person: Person) -> Attachment | None:
    """This will find a file that a person may fetch.

    It is his who reads a story with it that is out and not taken back; a curator's or approver's whose role reaches a
    story that names it, in whatever version; and a curator's who brought it. Source: up to six queries.
    """
    attachment = Attachment.objects.filter(public_id=public_id).first()
    if attachment is None:
        return None
    read = Story.objects.shown_to(person).exclude(state=Story.State.RETRACTED)
    if read.filter(attachment=attachment).exists():
        return attachment
    worked_on = [role for role in (Role.CURATOR, Role.APPROVER) if roles.holds(person=person, role=role)]
    if Role.CURATOR in worked_on and attachment.added_by_id == person.pk:
        return attachment
    named = Q(attachment=attachment) | Q(pk__in=_stories_that_name(attachment))
    reaches = any(Story.objects.in_reach(person, role=role).filter(named).exists() for role in worked_on)
    return attachment if reaches else None


def check(*, manuscript: Manuscript, story: Story | None, by: Person) -> None:
    """This will do nothing when a story may have the file that its words name: it has it, or `by` may fetch it.

    Who names a file gives it to himself, and to everybody who is meant. Source: one query for what stays as it was.
    Errors: NotToName.
    """
    if not manuscript.attachment:
        return
    had = story.attachment if story else None
    if had is not None and str(had.public_id) == manuscript.attachment:
        return
    there = Attachment.objects.filter(public_id=manuscript.attachment).exists()
    if there and find(public_id=UUID(manuscript.attachment), person=by) is None:
        sentence = _("This file belongs to another story. Bring it here again.")
        raise NotToName(sentence, code="not_to_name")


def sweep(*, now: datetime, most: int = 50) -> int:
    """This will throw away files that no story has named for a week, and count them.

    Safe to repeat: the row goes first, and a file whose row is gone is nobody's.
    """
    left = Attachment.objects.filter(added_at__lt=now - timedelta(days=UNUSED_DAYS))
    unused = left.exclude(pk__in=Story.objects.exclude(attachment=None).values("attachment")).order_by("pk")
    thrown = 0
    for attachment in unused.iterator(chunk_size=200):
        if thrown >= most:
            break
        if _stories_that_name(attachment) or _templates_that_name(attachment):
            continue
        stored = str(attachment.file.name)
        attachment.delete()
        default_storage.delete(stored)
        thrown += 1
    return thrown


def _stories_that_name(attachment: Attachment) -> list[int]:
    named = str(attachment.public_id)
    versions = StoryVersion.objects.filter(said__attachment=named).values_list("story", flat=True)
    in_work = WorkingCopy.objects.filter(Q(said__attachment=named) | Q(aside__attachment=named))
    return [*versions, *in_work.values_list("story", flat=True)]


def _templates_that_name(attachment: Attachment) -> bool:
    return StoryTemplate.objects.filter(said__attachment=str(attachment.public_id)).exists()


def _name(name: str, *, ending: str) -> str:
    """The name as people see it: the last part of a path, one line, with the ending that is true."""
    last = PurePath(re.split(r"[\\/]", name)[-1]).stem
    return f"{clean(last, max_length=150) or 'file'}.{ending}"
