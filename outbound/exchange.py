"""One request and its answer over a guarded connection, with every limit that a stranger's server calls for."""

import codecs
import contextlib
import functools
import ssl
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from email.message import Message

import httpcore2
import httpx2

from outbound.errors import HasCredentials, NotHttp, TimedOut, TooLarge, Unreachable
from outbound.network import Deadline, GuardedBackend

MAX_URL_LENGTH = 4096
STEP_SECONDS = 5.0


@dataclass(frozen=True)
class Response:
    """What an address gave. `url` is the last one after redirects; `headers` has lower-case names."""

    url: str
    status: int
    headers: Mapping[str, str]
    content_type: str
    charset: str | None
    body: bytes
    retry_after_seconds: int | None = None


@contextlib.contextmanager
def client(backend: GuardedBackend) -> Iterator[httpx2.Client]:
    """This will open a client for one task. Errors while it is open: OutboundError, always and only."""
    with (
        _own_errors(),
        httpcore2.ConnectionPool(ssl_context=_ssl_context(), network_backend=backend, max_connections=1) as pool,
        httpx2.Client(transport=_GuardedTransport(pool), trust_env=False, timeout=STEP_SECONDS) as opened,
    ):
        yield opened


def checked_url(text: str, *, base: httpx2.URL | None = None) -> httpx2.URL:
    """This will read an address. Errors: NotHttp, HasCredentials."""
    stripped = text.strip()
    if not stripped or len(stripped) > MAX_URL_LENGTH:
        raise NotHttp
    try:
        url = httpx2.URL(stripped)
        url = (base.join(url) if base is not None else url).copy_with(fragment=None)
    except (httpx2.InvalidURL, ValueError) as error:
        raise NotHttp from error
    if url.scheme not in {"http", "https"} or not url.host:
        raise NotHttp
    if url.userinfo:
        raise HasCredentials
    return url


def body(answer: httpx2.Response, *, max_bytes: int, deadline: Deadline) -> bytes:
    """This will read what an answer holds, unpacked. Errors: TooLarge, TimedOut, Unreachable."""
    announced = answer.headers.get("content-length", "")
    if announced.isdecimal() and int(announced[:20]) > max_bytes:
        raise TooLarge(max_bytes)
    if "," in answer.headers.get("content-encoding", ""):
        # Nobody packs a page twice; a bomb inside a bomb would unpack for minutes without yielding a byte.
        raise Unreachable
    parts, size = [], 0
    for part in answer.iter_bytes():
        deadline.left()
        size += len(part)
        if size > max_bytes:
            raise TooLarge(max_bytes)
        parts.append(part)
    return b"".join(parts)


def media_type(header: str) -> tuple[str, str | None]:
    """This will read a header field: the media type, and a character set that exists."""
    message = Message()
    message["content-type"] = header.replace("\r", " ").replace("\n", " ")
    declared = message.get_param("charset")
    charset = None
    if isinstance(declared, str):
        with contextlib.suppress(LookupError, ValueError):
            charset = codecs.lookup(declared.strip("\"' ")).name
    return header.partition(";")[0].strip().lower(), charset


def retry_after_seconds(answer: httpx2.Response) -> int | None:
    """This will read how long the other side wants to be left alone: at most a week."""
    text = answer.headers.get("retry-after", "").strip()
    return min(int(text), 7 * 24 * 3600) if text.isdecimal() and len(text) < 10 else None


class _AnswerStream(httpx2.SyncByteStream):
    def __init__(self, answer: httpcore2.Response) -> None:
        self._answer = answer

    def __iter__(self) -> Iterator[bytes]:
        yield from self._answer.iter_stream()

    def close(self) -> None:
        self._answer.close()


class _GuardedTransport(httpx2.BaseTransport):
    """The client's transport over a pool whose network is guarded (the client's own offers no place for one)."""

    def __init__(self, pool: httpcore2.ConnectionPool) -> None:
        self._pool = pool

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        answer = self._pool.handle_request(
            httpcore2.Request(
                method=request.method,
                url=httpcore2.URL(
                    scheme=request.url.raw_scheme,
                    host=request.url.raw_host,
                    port=request.url.port,
                    target=request.url.raw_path,
                ),
                headers=request.headers.raw,
                content=request.read(),
                extensions=request.extensions,
            )
        )
        return httpx2.Response(answer.status, headers=answer.headers, stream=_AnswerStream(answer))


@contextlib.contextmanager
def _own_errors() -> Iterator[None]:
    try:
        yield
    except (httpcore2.TimeoutException, httpx2.TimeoutException) as error:
        raise TimedOut from error
    except (
        httpcore2.NetworkError,
        httpcore2.ProtocolError,
        httpcore2.UnsupportedProtocol,
        httpx2.HTTPError,
        httpx2.InvalidURL,
        ssl.SSLError,
        UnicodeError,
    ) as error:
        raise Unreachable from error


@functools.cache
def _ssl_context() -> ssl.SSLContext:
    # Reading the system's certificates takes tens of milliseconds, and they do not change while a process lives.
    return httpx2.create_ssl_context(trust_env=False)
