"""A web of our own on loopback, which the outbound guard is told to allow."""

import io

import pytest
from PIL import Image
from pytest_httpserver import HTTPServer

PAGE = """<!doctype html><html lang="en"><head><title>Forty-one hours to change a bridge</title>
<meta name="description" content="The night crew lifted out a span from 1894.">
<meta property="og:image" content="/bridge.png"><meta property="og:site_name" content="Newsroom"></head>
<body><article><p>{words}</p></article></body></html>"""


@pytest.fixture
def web(httpserver: HTTPServer, settings) -> HTTPServer:
    settings.OUTBOUND_ALLOWED = [f"{httpserver.host}:{httpserver.port}"]
    return httpserver


@pytest.fixture
def picture_bytes() -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (800, 500), "#24507a").save(file, "PNG")
    return file.getvalue()


@pytest.fixture
def page_url(web, picture_bytes) -> str:
    web.expect_request("/page").respond_with_data(
        PAGE.format(words="word " * 700), content_type="text/html; charset=utf-8"
    )
    web.expect_request("/bridge.png").respond_with_data(picture_bytes, content_type="image/png")
    return web.url_for("/page")
