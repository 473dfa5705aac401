"""A short silent film for the invented company, a slow look along one drawn picture: WebM of whole pictures.

Source: RFC 8794 (EBML) and RFC 9559 (Matroska); a lossy WebP holds exactly one VP8 key frame (RFC 6386, RFC 9649).
"""

import io
import struct

from PIL import Image

SECONDS, PER_SECOND = 6, 8
WIDTH, HEIGHT = 640, 360


def pan(picture: bytes) -> bytes:
    """This will make a film that moves along a picture of 1280 × 800 from left to right."""
    sheet = Image.open(io.BytesIO(picture)).convert("RGB")
    count = SECONDS * PER_SECOND
    frames = []
    for number in range(count):
        part = number / (count - 1)
        left = (sheet.width - 1000) * part * part * (3 - 2 * part)
        shown = sheet.resize((WIDTH, HEIGHT), Image.Resampling.BOX, (left, 160, left + 1000, 160 + 562.5))
        frames.append(_key_frame(shown))
    return _film(frames)


def _key_frame(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    picture.save(out, "WEBP", quality=60, method=0)
    webp = out.getvalue()
    start = webp.index(b"VP8 ")
    (length,) = struct.unpack_from("<I", webp, start + 4)
    return webp[start + 8 : start + 8 + length]


def _film(frames: list[bytes]) -> bytes:
    step = 1000 // PER_SECOND
    head = _element(
        "1A45DFA3",
        _number("4286", 1) + _number("42F7", 1) + _number("42F2", 4) + _number("42F3", 8),
        _element("4282", b"webm"),
        _number("4287", 2) + _number("4285", 2),
    )
    about = _element(
        "1549A966",
        _number("2AD7B1", 1_000_000),  # times are milliseconds
        _element("4489", struct.pack(">d", step * len(frames))),
        _element("4D80", b"Firsthand") + _element("5741", b"Firsthand"),
    )
    size = _element("E0", _number("B0", WIDTH) + _number("BA", HEIGHT))
    track = _number("D7", 1) + _number("73C5", 1) + _number("83", 1) + _element("86", b"V_VP8") + size
    blocks = (
        _element("A3", struct.pack(">BhB", 0x81, number * step, 0x80) + frame) for number, frame in enumerate(frames)
    )
    cluster = _element("1F43B675", _number("E7", 0), *blocks)
    return head + _element("18538067", about, _element("1654AE6B", _element("AE", track)), cluster)


def _element(name: str, *parts: bytes) -> bytes:
    body = b"".join(parts)
    size = bytes((len(body) | 0x80,)) if len(body) < 127 else (len(body) | 1 << 56).to_bytes(8)
    return bytes.fromhex(name) + size + body


def _number(name: str, value: int) -> bytes:
    return _element(name, value.to_bytes(max((value.bit_length() + 7) // 8, 1)))
