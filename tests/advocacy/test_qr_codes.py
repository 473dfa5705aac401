"""The link as a QR code, read back by a decoder of its own: black and white squares tell what they say."""

import xml.etree.ElementTree as ET
from io import BytesIO

import pytest
import segno
from django.urls import reverse
from PIL import Image

from advocacy import links, qr_codes
from tests.advocacy.factories import ShareFactory

LINK = "https://go.example/l/abcdefgh"


def squares(png):
    """Read the modules of a picture, without its quiet zone."""
    picture = Image.open(BytesIO(png)).convert("L")
    scale, zone = qr_codes.PNG_SCALE, qr_codes.QUIET_ZONE
    side = picture.width // scale
    middle = scale // 2
    rows = [
        [int(picture.getpixel((x * scale + middle, y * scale + middle)) < 128) for x in range(side)]
        for y in range(side)
    ]
    frame = [value for y in range(side) for x in range(side) if min(x, y, side - 1 - x, side - 1 - y) < zone
             for value in [rows[y][x]]]  # fmt: skip
    assert set(frame) == {0}
    return [row[zone : side - zone] for row in rows[zone : side - zone]]


def test_png_shows_the_link():
    expected = segno.make(LINK, error="q", micro=False, boost_error=False)
    assert squares(qr_codes.draw(text=LINK, kind="png")) == [list(map(int, row)) for row in expected.matrix]
    assert squares(qr_codes.draw(text=f"{LINK}d", kind="png")) != [list(map(int, row)) for row in expected.matrix]


def test_svg_is_black_on_white_and_brings_no_script():
    picture = ET.fromstring(qr_codes.draw(text=LINK, kind="svg").decode())
    names = {element.tag.rpartition("}")[2] for element in picture.iter()}
    assert names == {"svg", "path"}
    ground, modules = picture
    assert (ground.get("fill"), modules.get("stroke")) == ("#fff", "#000")
    side = segno.make(LINK, error="q", micro=False, boost_error=False).symbol_size(border=4)[0]
    assert picture.get("viewBox") == f"0 0 {side} {side}"


@pytest.mark.django_db
@pytest.mark.parametrize(("kind", "media"), [("png", "image/png"), ("svg", "image/svg+xml")])
def test_qr_code_leads_to_the_link_of_this_post(client, employee, settings, kind, media):
    settings.LINK_URL = "https://go.example"
    share = ShareFactory(person=employee)
    client.force_login(employee)
    answer = client.get(reverse("qr_code", args=[share.public_id, kind]))
    assert answer["Content-Type"] == media
    assert answer.content == qr_codes.draw(text=f"https://go.example/l/{share.link.code}", kind=kind)
    assert links.address(code=share.link.code) == f"https://go.example/l/{share.link.code}"
    assert (
        reverse("qr_code", args=[share.public_id, kind])
        in client.get(reverse("share", args=[share.public_id])).content.decode()
    )


@pytest.mark.django_db
def test_qr_code_is_there_in_two_kinds(client, employee):
    client.force_login(employee)
    share = ShareFactory(person=employee)
    assert client.get(reverse("qr_code", args=[share.public_id, "gif"])).status_code == 404
