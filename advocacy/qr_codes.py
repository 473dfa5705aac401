"""The personal link as a QR code: for a slide, a poster, a telephone held out at a fair."""

from io import BytesIO

import segno

KINDS: dict[str, str] = {"svg": "image/svg+xml", "png": "image/png"}
# Black on white in every colour scheme, with the quiet zone that readers ask for, large enough to print.
QUIET_ZONE = 4
PNG_SCALE = 16


def draw(*, text: str, kind: str) -> bytes:
    """This will draw a text as a QR code.

    Shape: `kind` is one of KINDS. A quarter of the picture may be covered or torn: error correction of level Q.
    Source: ISO/IEC 18004; the quiet zone is four modules wide.
    """
    code = segno.make(text, error="q", micro=False, boost_error=False)
    picture = BytesIO()
    if kind == "svg":
        code.save(picture, kind="svg", border=QUIET_ZONE, dark="#000", light="#fff", omitsize=True, xmldecl=False)
    else:
        code.save(picture, kind="png", border=QUIET_ZONE, scale=PNG_SCALE, dark="#000", light="#fff")
    return picture.getvalue()
