"""Words go out compressed, everything else as it is."""

import gzip

from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.test import RequestFactory

from web.compression import CompressionMiddleware


def answered(response: HttpResponseBase, *, accepts: str = "gzip, br") -> HttpResponseBase:
    request = RequestFactory().get("/", headers={"accept-encoding": accepts})
    return CompressionMiddleware(lambda _request: response)(request)


def test_words_are_compressed_for_who_can_read_it() -> None:
    text = b"<p>The same words once more.</p>" * 60
    small = answered(HttpResponse(text, content_type="text/html; charset=utf-8"))
    assert small["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in small["Vary"]
    assert isinstance(small, HttpResponse)
    assert len(small.content) < len(text)
    assert gzip.decompress(small.content) == text
    assert "Content-Encoding" not in answered(HttpResponse(text), accepts="identity")


def test_pictures_and_streams_keep_their_length() -> None:
    body = b"\x00picture" * 300
    assert "Content-Encoding" not in answered(HttpResponse(body, content_type="image/webp"))
    assert "Content-Encoding" not in answered(FileResponse(iter([body]), content_type="text/plain"))
