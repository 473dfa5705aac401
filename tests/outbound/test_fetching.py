import gzip
import time
import zlib

import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Response as Answer

import outbound
from outbound import fetching

PAGE = "<!doctype html><title>Ünter uns</title>"


@pytest.fixture
def pair(httpserver: HTTPServer) -> str:
    return f"{httpserver.host}:{httpserver.port}"


def test_fetch_gives_the_page(httpserver, pair):
    httpserver.expect_request("/a").respond_with_data(
        PAGE, content_type="Text/HTML; Charset=UTF8", headers={"ETag": "e"}
    )
    response = outbound.fetch(httpserver.url_for("/a#part"), allowed=[pair], accept=["text/html"])
    assert response.status == 200
    assert response.url == httpserver.url_for("/a")
    assert response.content_type == "text/html"
    assert response.charset == "utf-8"
    assert response.headers["etag"] == "e"
    assert response.body.decode() == PAGE
    request, _answer = httpserver.log[0]
    assert request.headers["User-Agent"] == fetching.USER_AGENT
    assert request.headers["Accept"] == "text/html"
    assert request.headers["Host"] == pair


def test_fetch_unpacks(httpserver, pair):
    httpserver.expect_request("/").respond_with_data(
        gzip.compress(PAGE.encode()), content_type="text/html", headers={"Content-Encoding": "gzip"}
    )
    assert outbound.fetch(httpserver.url_for("/"), allowed=[pair]).body.decode() == PAGE


@pytest.mark.parametrize("charset", ["utf-9000", '"', "", "=;"])
def test_fetch_gives_no_charset_that_does_not_exist(httpserver, pair, charset):
    httpserver.expect_request("/").respond_with_data(PAGE, content_type=f"text/html; charset={charset}")
    assert outbound.fetch(httpserver.url_for("/"), allowed=[pair]).charset is None


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/",
        "http://localhost/",
        "http://localhost./",
        "http://[::1]/",
        "http://169.254.169.254/latest/meta-data/",
        "http://2130706433/",
        "http://0x7f000001/",
        "http://0177.0.0.1/",
        "http://127.1/",
        "http://[::ffff:127.0.0.1]/",
        "http://[64:ff9b::7f00:1]/",
        "http://[2002:7f00:1::]/",
        "http://0/",
        "http://10.0.0.8/",
        "https://10.0.0.8/",
        "http://100.64.0.1/",
        "http://１２７.０.０.１/",
        "http://224.0.0.1/",
    ],
)
def test_fetch_refuses_internal_addresses(url):
    with pytest.raises(outbound.OutboundError) as refusal:
        outbound.fetch(url)
    # Odder spellings may be no address to the parser or no name to the resolver; none is ever connected to.
    assert type(refusal.value) in {outbound.InternalAddress, outbound.Unreachable, outbound.NotHttp}


@pytest.mark.parametrize("url", ["http://127.0.0.1/", "http://[::1]/", "http://2130706433/", "http://0/"])
def test_fetch_says_that_an_address_is_internal(url):
    with pytest.raises(outbound.InternalAddress) as refusal:
        outbound.fetch(url)
    assert "127" not in str(refusal.value)


@pytest.mark.parametrize("port", [22, 25, 6379, 8000, 99999])
def test_fetch_refuses_other_ports(names, port):
    names["example.com"] = ["93.184.216.34"]
    with pytest.raises(outbound.ForbiddenPort):
        outbound.fetch(f"http://example.com:{port}/")


def test_fetch_refuses_a_mixed_answer(names):
    names["mixed.example"] = ["93.184.216.34", "10.0.0.1"]
    with pytest.raises(outbound.InternalAddress):
        outbound.fetch("http://mixed.example/")


def test_fetch_connects_to_the_address_that_was_checked(names, httpserver, monkeypatch):
    httpserver.expect_request("/").respond_with_data(PAGE, content_type="text/html")
    answers = iter([["127.0.0.1"], ["127.0.0.99"]])
    monkeypatch.setattr("outbound.network.resolve", lambda host, port: next(answers))
    outbound.fetch(f"http://changing.example:{httpserver.port}/", allowed=[f"changing.example:{httpserver.port}"])
    assert next(answers) == ["127.0.0.99"]
    assert httpserver.log[0][0].headers["Host"] == f"changing.example:{httpserver.port}"


def test_fetch_tries_the_next_address(names, httpserver):
    httpserver.expect_request("/").respond_with_data(PAGE, content_type="text/html")
    names["two.example"] = ["127.0.0.77", "127.0.0.1"]
    pair = f"two.example:{httpserver.port}"
    assert outbound.fetch(f"http://{pair}/", allowed=[pair]).status == 200


def test_fetch_allows_a_pair_and_not_its_neighbour(httpserver, pair):
    with pytest.raises(outbound.ForbiddenPort):
        outbound.fetch(f"http://127.0.0.1:{httpserver.port}/", allowed=[f"127.0.0.1:{httpserver.port + 1}"])
    with pytest.raises(outbound.ForbiddenPort):
        outbound.fetch(f"http://127.0.0.2:{httpserver.port}/", allowed=[f"127.0.0.1:{httpserver.port}"])


def test_fetch_asks_the_resolver_for_the_ascii_name(names):
    with pytest.raises(outbound.Unreachable):
        outbound.fetch("http://bücher.example/")
    names["xn--bcher-kva.example"] = ["10.0.0.1"]
    with pytest.raises(outbound.InternalAddress):
        outbound.fetch("http://bücher.example/")


def test_fetch_gives_up_on_a_resolver_that_hangs(monkeypatch):
    monkeypatch.setattr("outbound.network.resolve", lambda host, port: time.sleep(2) or [])
    started = time.monotonic()
    with pytest.raises(outbound.TimedOut):
        outbound.fetch("http://slow.example/", timeout_seconds=0.2)
    assert time.monotonic() - started < 1.5


@pytest.mark.parametrize(
    "url",
    ["", "   ", "example.com", "//example.com/", "ftp://example.com/", "file:///etc/passwd", "javascript:alert(1)",
     "mailto:a@b.example", "gopher://example.com", "http://", "https:///path", "http://[::1",
     "http://example.com/\x00", "http://example.com/" + "a" * 5000, "http://\udcff/"],
)  # fmt: skip
def test_fetch_refuses_what_is_no_web_address(url):
    with pytest.raises(outbound.NotHttp):
        outbound.fetch(url)


def test_fetch_refuses_a_host_with_a_space():
    with pytest.raises(outbound.OutboundError):
        outbound.fetch("http://a b/")


@pytest.mark.parametrize("url", ["http://me:secret@example.com/", "https://me@example.com/", "http://:x@127.0.0.1/"])
def test_fetch_refuses_credentials(url):
    with pytest.raises(outbound.HasCredentials):
        outbound.fetch(url)


def test_fetch_follows_redirects_to_the_page(httpserver, pair):
    for hop in range(3):
        httpserver.expect_request(f"/{hop}").respond_with_response(
            Answer(status=302, headers={"Location": f"/{hop + 1}"})
        )
    httpserver.expect_request("/3").respond_with_data(PAGE, content_type="text/html")
    assert outbound.fetch(httpserver.url_for("/0"), allowed=[pair]).url == httpserver.url_for("/3")


def test_fetch_stops_after_three_redirects(httpserver, pair):
    httpserver.expect_request("/").respond_with_response(Answer(status=301, headers={"Location": "/"}))
    with pytest.raises(outbound.TooManyRedirects):
        outbound.fetch(httpserver.url_for("/"), allowed=[pair])
    assert len(httpserver.log) == 4


@pytest.mark.parametrize(
    ("location", "error"),
    [
        ("http://127.0.0.1/admin", outbound.InternalAddress),
        ("http://localhost/", outbound.InternalAddress),
        ("//[::1]/", outbound.InternalAddress),
        ("http://127.0.0.1:22/", outbound.ForbiddenPort),
        ("file:///etc/passwd", outbound.NotHttp),
        ("http://me:secret@127.0.0.1/", outbound.HasCredentials),
        ("", outbound.OutboundError),
        ("http://[", outbound.OutboundError),
    ],
)
def test_fetch_checks_each_redirect(httpserver, pair, location, error):
    httpserver.expect_request("/").respond_with_response(Answer(status=302, headers={"Location": location}))
    with pytest.raises(error):
        outbound.fetch(httpserver.url_for("/"), allowed=[pair])


def test_fetch_refuses_a_redirect_without_a_target(httpserver, pair):
    httpserver.expect_request("/").respond_with_response(Answer(status=302))
    with pytest.raises(outbound.BadStatus):
        outbound.fetch(httpserver.url_for("/"), allowed=[pair])


def test_fetch_keeps_a_secret_from_other_sites(httpserver, pair, names):
    other = f"other.example:{httpserver.port}"
    names["other.example"] = names["127.0.0.1"] = names["localhost"] = ["127.0.0.1"]
    httpserver.expect_request("/here").respond_with_response(
        Answer(status=302, headers={"Location": f"http://{other}/there"})
    )
    httpserver.expect_request("/there").respond_with_data(PAGE, content_type="text/html")
    outbound.fetch(
        f"http://{pair}/here", allowed=[pair, other], headers={"Authorization": "Bearer x", "If-None-Match": "e"}
    )
    here, there = (request.headers for request, _answer in httpserver.log)
    assert here["Authorization"] == "Bearer x"
    assert "Authorization" not in there
    assert there["If-None-Match"] == "e"


@pytest.mark.parametrize("status", [204, 400, 401, 404, 410, 500])
def test_fetch_refuses_other_answers(httpserver, pair, status):
    httpserver.expect_request("/").respond_with_data("no", status=status)
    if status == 204:
        assert outbound.fetch(httpserver.url_for("/"), allowed=[pair]).body == b""
        return
    with pytest.raises(outbound.BadStatus) as refusal:
        outbound.fetch(httpserver.url_for("/"), allowed=[pair])
    assert refusal.value.status == status


@pytest.mark.parametrize(("header", "seconds"), [("120", 120), ("99999999", 604_800), ("soon", None), ("", None)])
def test_fetch_tells_when_to_ask_again(httpserver, pair, header, seconds):
    httpserver.expect_request("/").respond_with_data("", status=429, headers={"Retry-After": header})
    with pytest.raises(outbound.BadStatus) as refusal:
        outbound.fetch(httpserver.url_for("/"), allowed=[pair])
    assert refusal.value.retry_after_seconds == seconds


def test_fetch_gives_not_modified_only_to_who_asked(httpserver, pair):
    httpserver.expect_request("/").respond_with_response(Answer(status=304, headers={"ETag": "e"}))
    response = outbound.fetch(
        httpserver.url_for("/"), allowed=[pair], accept=["text/xml"], headers={"If-None-Match": "e"}
    )
    assert (response.status, response.body) == (304, b"")
    with pytest.raises(outbound.BadStatus):
        outbound.fetch(httpserver.url_for("/"), allowed=[pair])


@pytest.mark.parametrize(
    ("content_type", "accept", "is_taken"),
    [
        ("image/png", ["image/*"], True),
        ("IMAGE/PNG;x=y", ["image/png"], True),
        ("application/pdf", ["text/html", "image/*"], False),
        ("", ["text/html"], False),
        ("", [], True),
        ("text/html", ["*/*"], True),
    ],
)
def test_fetch_takes_only_wanted_types(httpserver, pair, content_type, accept, is_taken):
    httpserver.expect_request("/").respond_with_data("x", content_type=content_type)
    if is_taken:
        assert outbound.fetch(httpserver.url_for("/"), allowed=[pair], accept=accept).body == b"x"
    else:
        with pytest.raises(outbound.WrongType):
            outbound.fetch(httpserver.url_for("/"), allowed=[pair], accept=accept)


def test_fetch_refuses_a_gzip_bomb(httpserver, pair):
    bomb = gzip.compress(bytes(50_000_000))
    httpserver.expect_request("/").respond_with_data(
        bomb, content_type="text/html", headers={"Content-Encoding": "gzip"}
    )
    started = time.monotonic()
    with pytest.raises(outbound.TooLarge):
        outbound.fetch(httpserver.url_for("/"), allowed=[pair], max_bytes=1_000_000)
    assert time.monotonic() - started < 3


def test_fetch_refuses_a_bomb_in_a_bomb(httpserver, pair):
    bomb = gzip.compress(gzip.compress(bytes(5_000_000)))
    httpserver.expect_request("/").respond_with_data(bomb, headers={"Content-Encoding": "gzip, gzip"})
    with pytest.raises(outbound.Unreachable):
        outbound.fetch(httpserver.url_for("/"), allowed=[pair])


def test_fetch_refuses_what_does_not_unpack(httpserver, pair):
    httpserver.expect_request("/").respond_with_data(b"not gzip", headers={"Content-Encoding": "gzip"})
    with pytest.raises(outbound.Unreachable):
        outbound.fetch(httpserver.url_for("/"), allowed=[pair])


def test_fetch_does_not_read_a_body_announced_too_large(raw_server):
    server = raw_server(lambda c: c.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 209715200\r\n\r\nstart"))
    with pytest.raises(outbound.TooLarge):
        outbound.fetch(server.url, allowed=[server.pair])


def test_fetch_stops_reading_a_body_without_end(raw_server):
    def flood(connection):
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n")
        for _ in range(3200):
            connection.sendall(bytes(65536))

    server = raw_server(flood)
    with pytest.raises(outbound.TooLarge):
        outbound.fetch(server.url, allowed=[server.pair])


def test_fetch_stops_reading_packed_chunks_that_unpack_to_nothing(raw_server):
    def flood(connection):
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n")
        pack = zlib.compressobj(wbits=31)
        connection.sendall(pack.compress(b"x") + pack.flush())
        for _ in range(3200):
            connection.sendall(bytes(65536))

    server = raw_server(flood)
    with pytest.raises(outbound.TooLarge):
        outbound.fetch(server.url, allowed=[server.pair], max_bytes=500_000)


@pytest.mark.parametrize("start", [b"HTTP/1.1 200 OK\r\nX: ", b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n", b""])
def test_fetch_gives_up_on_a_slow_drip(raw_server, start):
    def drip(connection):
        connection.sendall(start)
        for _ in range(40):
            connection.sendall(b"x")
            time.sleep(0.1)

    server = raw_server(drip)
    started = time.monotonic()
    with pytest.raises(outbound.TimedOut):
        outbound.fetch(server.url, allowed=[server.pair], timeout_seconds=0.5)
    assert time.monotonic() - started < 2


def test_fetch_gives_up_on_silence(raw_server):
    server = raw_server(lambda connection: time.sleep(1))
    with pytest.raises(outbound.TimedOut):
        outbound.fetch(server.url, allowed=[server.pair], timeout_seconds=0.3)


def test_fetch_refuses_a_flood_of_headers(raw_server):
    def flood(connection):
        connection.sendall(b"HTTP/1.1 200 OK\r\n")
        for number in range(100_000):
            connection.sendall(b"X-%d: y\r\n" % number)

    server = raw_server(flood)
    with pytest.raises(outbound.OutboundError):
        outbound.fetch(server.url, allowed=[server.pair], timeout_seconds=5)


def test_fetch_refuses_a_flood_of_interim_answers(raw_server):
    def flood(connection):
        for _ in range(1_000_000):
            connection.sendall(b"HTTP/1.1 102 Processing\r\n\r\n" * 1000)

    server = raw_server(flood)
    with pytest.raises(outbound.TooLarge):
        outbound.fetch(server.url, allowed=[server.pair], timeout_seconds=5, max_bytes=10_000)


@pytest.mark.parametrize(
    "answer", [b"", b"SSH-2.0-OpenSSH_9\r\n", b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nshort"]
)
def test_fetch_refuses_what_is_not_http(raw_server, answer):
    server = raw_server(lambda connection: connection.sendall(answer))
    with pytest.raises(outbound.Unreachable):
        outbound.fetch(server.url, allowed=[server.pair])


def test_fetch_refuses_plain_answers_to_tls(raw_server):
    server = raw_server(lambda connection: connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n"))
    with pytest.raises(outbound.Unreachable):
        outbound.fetch(f"https://{server.pair}/", allowed=[server.pair])


def test_fetch_says_when_nobody_listens(raw_server):
    server = raw_server(lambda connection: None)
    server.close()
    with pytest.raises(outbound.Unreachable):
        outbound.fetch(server.url, allowed=[server.pair])


def test_fetch_ignores_the_environment(httpserver, pair, monkeypatch):
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9/")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:9/")
    httpserver.expect_request("/").respond_with_data(PAGE, content_type="text/html")
    assert outbound.fetch(httpserver.url_for("/"), allowed=[pair]).status == 200
