import json
import socket

import pytest
from werkzeug import Request
from werkzeug import Response as Answer

import outbound
from outbound import calling


@pytest.fixture
def pair(httpserver):
    return f"{httpserver.host}:{httpserver.port}"


def test_call_sends_what_is_said_and_gives_the_answer(httpserver, pair):
    def answer(request: Request) -> Answer:
        said = {"type": request.content_type, "key": request.headers["Idempotency-Key"], "text": request.get_json()}
        return Answer(json.dumps(said), status=422, content_type="application/json", headers={"Retry-After": "90"})

    httpserver.expect_request("/posts", method="POST").respond_with_handler(answer)
    response = outbound.call(
        "POST", httpserver.url_for("/posts"), json={"a": "ü"}, headers={"Idempotency-Key": "k"}, allowed=[pair]
    )
    assert (response.status, response.retry_after_seconds) == (422, 90)
    assert json.loads(response.body) == {"type": "application/json", "key": "k", "text": {"a": "ü"}}
    request, _answer = httpserver.log[0]
    assert request.headers["User-Agent"] == calling.USER_AGENT


def test_call_sends_forms_files_and_bytes(httpserver, pair):
    def answer(request: Request) -> Answer:
        files = {name: file.read().decode() for name, file in request.files.items()}
        return Answer(json.dumps([request.form.to_dict(), files, request.get_data(as_text=True)]))

    httpserver.expect_request("/").respond_with_handler(answer)
    url = httpserver.url_for("/")

    def sent(**said):
        return json.loads(outbound.call("PUT", url, allowed=[pair], **said).body)

    assert sent(form={"a": "b c"})[0] == {"a": "b c"}
    assert sent(form={"a": "b"}, files={"file": ("x.png", b"png", "image/png")})[:2] == [{"a": "b"}, {"file": "png"}]
    assert sent(body=b"raw")[2] == "raw"


def test_call_does_not_carry_on_to_another_address(httpserver, pair):
    httpserver.expect_request("/").respond_with_data("", status=307, headers={"Location": "http://127.0.0.1:1/"})
    response = outbound.call("POST", httpserver.url_for("/"), form={"secret": "s"}, allowed=[pair])
    assert response.status == 307
    assert len(httpserver.log) == 1


@pytest.mark.parametrize("url", ["http://127.0.0.1/", "http://10.0.0.8/", "ftp://a.example/", "https://a:b@c.example/"])
def test_call_refuses_what_fetch_refuses(url):
    with pytest.raises(outbound.OutboundError) as refusal:
        outbound.call("POST", url, json={})
    assert not isinstance(refusal.value, outbound.Unanswered)


@pytest.mark.parametrize("heard", [b"", b"HTTP/1.1 200 OK\r\nContent-Length: 90\r\n\r\nhalf", b"nonsense\r\n\r\n"])
def test_what_may_have_arrived_is_said(raw_server, heard):
    server = raw_server(lambda connection: connection.sendall(heard))
    with pytest.raises(outbound.Unanswered):
        outbound.call("POST", server.url, json={"words": "mine"}, allowed=[server.pair])
    assert server.requests


def test_what_never_left_is_said():
    with socket.create_server(("127.0.0.1", 0)) as closed:
        pair = f"127.0.0.1:{closed.getsockname()[1]}"
    with pytest.raises(outbound.Unreachable):
        outbound.call("POST", f"http://{pair}/", json={}, allowed=[pair])


def test_an_answer_that_is_too_long_may_have_arrived(httpserver, pair):
    httpserver.expect_request("/").respond_with_data("x" * 2_000)
    with pytest.raises(outbound.Unanswered):
        outbound.call("POST", httpserver.url_for("/"), json={}, allowed=[pair], max_bytes=1_000)
