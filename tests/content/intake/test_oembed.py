"""oEmbed: what a site says of a page, and all that is no answer."""

import pytest

from content.intake.oembed import Embed, read_oembed
from content.intake.pages import WithoutTitle, read_page

URL = "https://films.example/oembed?url=x"
LINK = '<link rel="alternate" type="application/json+oembed" href="/oembed?url=x">'


def test_read_oembed_takes_title_site_and_small_picture():
    body = (
        b'{"type": "video", "title": "The  night\\nshift", "provider_name": "Films", "thumbnail_url": "/a.jpg",'
        b' "html": "<iframe>"}'
    )
    assert read_oembed(body=body, url=URL) == Embed("The night shift", "Films", "https://films.example/a.jpg")


def test_read_oembed_takes_a_picture_itself():
    body = b'{"type": "photo", "url": "https://films.example/b.jpg", "thumbnail_url": "https://films.example/a.jpg"}'
    assert read_oembed(body=body, url=URL).picture_url == "https://films.example/b.jpg"


@pytest.mark.parametrize(
    "body",
    [b"", b"[]", b"null", b"<html>", b"[" * 100_000, b'{"title": 3, "thumbnail_url": ["x"]}', b"\xff\xfe", b"{" * 9],
)
def test_read_oembed_takes_nonsense_as_silence(body):
    assert read_oembed(body=body, url=URL) == Embed()


@pytest.mark.parametrize("picture", ["javascript:alert(1)", "data:image/png;base64,xx", "ftp://a/b", "https://a:b@c/d"])
def test_read_oembed_gives_web_addresses_alone(picture):
    assert read_oembed(body=b'{"thumbnail_url": "%s"}' % picture.encode(), url=URL).picture_url == ""


def test_read_page_finds_where_the_site_says_more():
    page = read_page(body=f"<html><head>{LINK}<title>A film</title></head></html>".encode(), content_type="", url=URL)
    assert (page.title, page.oembed_url) == ("A film", "https://films.example/oembed?url=x")


def test_read_page_without_a_title_waits_for_the_site():
    assert read_page(body=f"<html><head>{LINK}</head></html>".encode(), content_type="", url=URL).title == ""
    with pytest.raises(WithoutTitle):
        read_page(body=b"<html><body><p>x</p></body></html>", content_type="text/html", url=URL)
