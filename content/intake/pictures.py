"""A picture made safe to show: checked, turned upright, freed of everything but its pixels, written anew as WebP."""

import hashlib
import io
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps

from content.intake.refusals import Refusal

CONTENT_TYPE = "image/webp"
FORMATS = ("JPEG", "PNG", "WEBP", "GIF")
MAX_BYTES = 10_000_000
MAX_PIXELS = 40_000_000
MIN_SIDE = 200
MAX_WIDTH = 1600
MAX_HEIGHT = 4000
MEDIUM_WIDTH = 800  # a phone's whole width at two dots a pixel
SMALL_SIDE = 240
QUALITY = 82


class UnusablePicture(Refusal):
    reason = "unusable_picture"
    sentence = _("This picture could not be read. It may be damaged: try another one.")


class EmptyPicture(UnusablePicture):
    reason = "empty_picture"
    sentence = _("There is nothing in this picture file. Try another one.")


class PictureTooHeavy(UnusablePicture):
    reason = "picture_too_heavy"
    sentence = _("This picture is larger than 10 MB. Use a smaller one.")


class PictureTooWide(UnusablePicture):
    reason = "picture_too_wide"
    sentence = _("This picture has more than 40 million pixels. Use a smaller one.")


class PictureTooSmall(UnusablePicture):
    reason = "picture_too_small"
    sentence = _("This picture is too small: both sides need at least 200 pixels.")


class IsADrawing(UnusablePicture):
    reason = "is_a_drawing"
    sentence = _("This is an SVG drawing, which is not accepted. Use a JPEG, PNG, WebP or GIF picture.")


class NotAPicture(UnusablePicture):
    reason = "not_a_picture"
    sentence = _("This is not a picture that can be used. Use a JPEG, PNG, WebP or GIF picture.")


@dataclass(frozen=True)
class PictureFile:
    """A WebP of at most 1600 pixels' width, one of 800 where that is less, and a square of 240 out of its middle.

    `digest`: SHA-256 of `content`.
    """

    content: bytes
    medium: bytes | None
    small: bytes
    width: int
    height: int
    digest: str
    content_type: str = CONTENT_TYPE


def read_picture(*, body: bytes) -> PictureFile:
    """Read a picture and write it anew; of an animation, its first frame.

    Errors: UnusablePicture: EmptyPicture, PictureTooHeavy, PictureTooWide, PictureTooSmall, IsADrawing, NotAPicture.
    """
    if not body:
        raise EmptyPicture
    if len(body) > MAX_BYTES:
        raise PictureTooHeavy
    if b"<svg" in body[:4096].lower():
        raise IsADrawing
    upright = _decoded(body)
    try:
        large = ImageOps.contain(upright, (MAX_WIDTH, MAX_HEIGHT)) if _is_too_large(upright) else upright
        content = _written(large)
        medium = _written(_narrowed(large)) if large.width > MEDIUM_WIDTH else None
        small = _written(ImageOps.fit(large, (SMALL_SIDE, SMALL_SIDE)))
    except (OSError, ValueError, MemoryError) as error:
        raise UnusablePicture from error
    return PictureFile(
        content=content,
        medium=medium,
        small=small,
        width=large.width,
        height=large.height,
        digest=hashlib.sha256(content).hexdigest(),
    )


def _decoded(body: bytes) -> Image.Image:
    """Check the header before a pixel is unpacked, then the whole file, then unpack it."""
    try:
        with Image.open(io.BytesIO(body), formats=FORMATS) as picture:
            width, height = picture.size
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise PictureTooWide from error
    except Exception as error:  # strangers' bytes make a decoder raise nearly anything
        raise NotAPicture from error
    if width * height > MAX_PIXELS:
        raise PictureTooWide
    if min(width, height) < MIN_SIDE:
        raise PictureTooSmall
    try:
        with Image.open(io.BytesIO(body), formats=FORMATS) as picture:
            picture.verify()
        # A verified file cannot be read on: it is opened once more.
        with Image.open(io.BytesIO(body), formats=FORMATS) as picture:
            has_alpha = "transparency" in picture.info or picture.mode in {"RGBA", "LA", "PA", "RGBa", "La"}
            upright: Image.Image = ImageOps.exif_transpose(picture)
            return upright.convert("RGBA" if has_alpha else "RGB")
    except Exception as error:  # … here as well
        raise UnusablePicture from error


def _is_too_large(picture: Image.Image) -> bool:
    return picture.width > MAX_WIDTH or picture.height > MAX_HEIGHT


def _narrowed(picture: Image.Image) -> Image.Image:
    return picture.resize((MEDIUM_WIDTH, max(1, round(picture.height * MEDIUM_WIDTH / picture.width))))


def _written(picture: Image.Image) -> bytes:
    """Write the pixels alone: a fresh picture carries no place, camera or comment along."""
    bare = Image.new(picture.mode, picture.size)
    bare.paste(picture)
    target = io.BytesIO()
    bare.save(target, "WEBP", quality=QUALITY, method=4)
    return target.getvalue()
