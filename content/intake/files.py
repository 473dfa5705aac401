"""What an uploaded file is: by what is in it, never by its name."""

import re
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from content.intake.refusals import Refusal

START_BYTES = 4096
# Brands of ISO base media files that browsers play as MP4. QuickTime ("qt  ") is not among them.
_BRANDS = frozenset(
    (
        b"isom",
        b"iso2",
        b"iso3",
        b"iso4",
        b"iso5",
        b"iso6",
        b"mp41",
        b"mp42",
        b"avc1",
        b"M4V ",
        b"dash",
        b"MSNV",
        b"mp71",
    )
)


class UnusableFile(Refusal):
    reason = "unusable_file"
    sentence = _("This file cannot be used. Try another one.")


class EmptyFile(UnusableFile):
    reason = "empty_file"
    sentence = _("There is nothing in this file. Try another one.")


class NotAVideo(UnusableFile):
    reason = "not_a_video"
    sentence = _("This is not a video that every browser plays. Use an MP4 or WebM file.")


class NotADocument(UnusableFile):
    reason = "not_a_document"
    sentence = _("This is not a PDF. Save it as PDF, then try again.")


@dataclass(frozen=True)
class FileType:
    content_type: str
    ending: str


MP4 = FileType("video/mp4", "mp4")
WEBM = FileType("video/webm", "webm")
PDF = FileType("application/pdf", "pdf")


def video(start: bytes) -> FileType:
    """Tell MP4 and WebM from their first bytes. Source: ISO/IEC 14496-12 4.3, RFC 8794 with WebM's DocType.

    Errors: EmptyFile, NotAVideo.
    """
    if not start:
        raise EmptyFile
    if start[4:8] == b"ftyp":
        size = int.from_bytes(start[:4])
        brands = {start[8:12], *(start[at : at + 4] for at in range(16, min(size, 256), 4))}
        if start[8:12] != b"qt  " and brands & _BRANDS:
            return MP4
    if start.startswith(b"\x1a\x45\xdf\xa3") and re.search(rb"\x42\x82[\x81-\x9f]webm", start[:START_BYTES]):
        return WEBM
    raise NotAVideo


def document(start: bytes) -> FileType:
    """Tell a PDF from its first bytes: at the very start, so that nothing else can be the same file. Source: ISO 32000.

    Errors: EmptyFile, NotADocument.
    """
    if not start:
        raise EmptyFile
    if re.match(rb"%PDF-[12]\.\d", start):
        return PDF
    raise NotADocument
