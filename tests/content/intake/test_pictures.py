import contextlib
import io
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, PngImagePlugin

from content.intake import pictures


def picture(size: tuple[int, int] = (640, 360), kind: str = "JPEG", mode: str = "RGB", **options: object) -> bytes:
    target = io.BytesIO()
    Image.new(mode, size, options.pop("color", 0)).save(target, kind, **options)
    return target.getvalue()


def opened(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content))


@pytest.mark.parametrize(
    ("kind", "mode"),
    [
        ("JPEG", "RGB"),
        ("JPEG", "L"),
        ("JPEG", "CMYK"),
        ("PNG", "RGBA"),
        ("PNG", "P"),
        ("PNG", "I;16"),
        ("PNG", "1"),
        ("WEBP", "RGB"),
        ("GIF", "P"),
    ],
)
def test_read_picture_writes_webp(kind, mode):
    read = pictures.read_picture(body=picture(kind=kind, mode=mode))
    assert (read.width, read.height, read.content_type) == (640, 360, "image/webp")
    assert opened(read.content).format == "WEBP"
    assert opened(read.content).size == (640, 360)
    assert opened(read.small).size == (pictures.SMALL_SIDE, pictures.SMALL_SIDE)
    assert read.digest == pictures.read_picture(body=picture(kind=kind, mode=mode)).digest


@pytest.mark.parametrize(
    ("size", "written"), [((3200, 1800), (1600, 900)), ((1600, 900), (1600, 900)), ((1000, 5000), (800, 4000))]
)
def test_read_picture_shrinks(size, written):
    read = pictures.read_picture(body=picture(size))
    assert (read.width, read.height) == written


def test_read_picture_turns_upright_and_forgets_the_rest():
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010F] = "Secret camera"
    read = pictures.read_picture(body=picture(exif=exif, comment=b"secret comment"))
    assert (read.width, read.height) == (360, 640)
    assert not opened(read.content).getexif()
    assert b"ecret" not in read.content + read.small


def test_read_picture_keeps_transparency():
    read = pictures.read_picture(body=picture(kind="PNG", mode="RGBA", color=(255, 0, 0, 0)))
    assert opened(read.content).mode == "RGBA"


@pytest.mark.parametrize("kind", ["GIF", "WEBP", "PNG"])
def test_read_picture_takes_the_first_frame(kind):
    frames = [Image.new("RGB", (300, 300), color) for color in ("red", "blue")]
    target = io.BytesIO()
    frames[0].save(target, kind, save_all=True, append_images=frames[1:], duration=50)
    read = opened(pictures.read_picture(body=target.getvalue()).content)
    assert getattr(read, "n_frames", 1) == 1
    red, _green, blue = read.convert("RGB").getpixel((150, 150))
    assert red > 200
    assert blue < 60


def bomb(width: int, height: int) -> bytes:
    body = bytearray(picture((300, 300), kind="PNG"))
    body[16:24] = width.to_bytes(4, "big") + height.to_bytes(4, "big")
    body[29:33] = zlib.crc32(bytes(body[12:29])).to_bytes(4, "big")
    return bytes(body)


def text_bomb() -> bytes:
    comment = PngImagePlugin.PngInfo()
    comment.add_text("comment", "x" * 5_000_000, zip=True)
    return picture(kind="PNG", pnginfo=comment)


@pytest.mark.parametrize(
    ("body", "error"),
    [
        (b"", pictures.EmptyPicture),
        (bytes(10_000_001), pictures.PictureTooHeavy),
        (b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg">', pictures.IsADrawing),
        (b"<!-- --><SVG>", pictures.IsADrawing),
        (b"<!doctype html>", pictures.NotAPicture),
        (b"%PDF-1.7", pictures.NotAPicture),
        (b"%!PS-Adobe-3.0 EPSF-3.0", pictures.NotAPicture),
        (picture(kind="BMP"), pictures.NotAPicture),
        (picture(kind="TIFF"), pictures.NotAPicture),
        (picture((199, 800)), pictures.PictureTooSmall),
        (picture((1, 1), kind="GIF"), pictures.PictureTooSmall),
        (bomb(8_000, 8_000), pictures.PictureTooWide),
        (bomb(12_000, 12_000), pictures.PictureTooWide),
        (bomb(60_000, 60_000), pictures.PictureTooWide),
        (bomb(3_000, 3_000), pictures.UnusablePicture),
        (picture()[:900], pictures.UnusablePicture),
        (text_bomb(), pictures.UnusablePicture),
    ],
    ids=lambda value: value.__name__ if isinstance(value, type) else "",
)
def test_read_picture_refuses(body, error):
    with pytest.raises(error) as refusal:
        pictures.read_picture(body=body)
    assert refusal.value.code
    assert refusal.value.messages == [str(refusal.value)]


WHOLE = {kind: picture((220, 220), kind=kind, mode="RGB") for kind in ("JPEG", "PNG", "WEBP", "GIF")}


@given(st.sampled_from(sorted(WHOLE)), st.lists(st.tuples(st.integers(0, 700), st.integers(0, 255)), max_size=6))
def test_read_picture_raises_nothing_but_refusals(kind, changes):
    body = bytearray(WHOLE[kind])
    for place, value in changes:
        body[place % len(body)] = value
    with contextlib.suppress(pictures.UnusablePicture):
        assert pictures.read_picture(body=bytes(body)).content


@given(st.binary(max_size=200))
def test_read_picture_survives_anything(body):
    with pytest.raises(pictures.UnusablePicture):
        pictures.read_picture(body=body)


def test_read_picture_has_a_narrower_one_for_small_screens():
    wide = pictures.read_picture(body=picture(size=(1500, 900)))
    assert opened(wide.medium).size == (800, 480)
    assert pictures.read_picture(body=picture(size=(700, 900))).medium is None
