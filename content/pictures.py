"""Pictures of our own: fetched or uploaded, verified, written anew, kept once by digest."""

from collections.abc import Sequence
from datetime import datetime

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

import outbound
from content.intake.pictures import MAX_BYTES, PictureFile, read_picture
from content.models import Picture


def keep(*, body: bytes, now: datetime, source_url: str = "") -> Picture:
    """This will store a picture, in the form in which it is shown.

    Safe to repeat: the same picture is kept once. Errors: intake.pictures.UnusablePicture.
    """
    file = read_picture(body=body)
    found = Picture.objects.filter(digest=file.digest).first()
    if found is not None:
        return found
    # The files first: a row never points to a file that is not there.
    names = {field: _store(name=name, content=content) for field, (name, content) in _files(file).items()}
    picture, _created = Picture.objects.get_or_create(
        digest=file.digest,
        defaults={
            **names,
            "width": file.width,
            "height": file.height,
            "source_url": source_url,
            "created_at": now,
        },
    )
    return picture


def fetch(*, url: str, now: datetime, allowed: Sequence[str]) -> Picture:
    """This will read a picture of the web and keep it. Errors: outbound.OutboundError, UnusablePicture."""
    answer = outbound.fetch(url, allowed=allowed, accept=("image/*",), max_bytes=MAX_BYTES, timeout_seconds=15.0)
    return keep(body=answer.body, now=now, source_url=url)


def _files(file: PictureFile) -> dict[str, tuple[str, bytes]]:
    files = {
        "file": (f"pictures/{file.digest}.webp", file.content),
        "small_file": (f"pictures/{file.digest}-small.webp", file.small),
    }
    if file.medium is not None:
        files["medium_file"] = (f"pictures/{file.digest}-medium.webp", file.medium)
    return files


def _store(*, name: str, content: bytes) -> str:
    if not default_storage.exists(name):
        stored = default_storage.save(name, ContentFile(content))
        if stored != name:
            # Another worker kept the same picture between the two lines above.
            default_storage.delete(stored)
    return name
