"""Read one address of the web, with every limit that a stranger's server calls for."""

import codecs
import contextlib
import functools
import ssl
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from email.message import Message

import httpcore2
import httpx2

from outbound import addresses
from outbound.errors import (
    BadStatus,
    HasCredentials,
    NotHttp,
    TimedOut,
    TooLarge,
    TooManyRedirects,
    Unreachable,
    WrongType,
)
from outbound.network import Deadline, GuardedBackend

USER_AGENT = "Firsthand/0.1 (reads pages that people want to share)"
MAX_REDIRECTS = 3
MAX_URL_LENGTH = 4096
STEP_SECONDS = 5.0
REDIRECTS = frozenset({301, 302, 303, 307, 308})
NOT_MODIFIED = 304
# A caller's other header fields, which may hold a secret, stay with the site that they were meant for.
SAFE_ELSEWHERE = frozenset({"accept", "accept-language", "if-modified-since", "if-none-match"})
CONDITIONS = frozenset({"if-modified-since", "if-none-match"})


@dataclass(frozen=True)
class Response:
    """What an address gave. `url` is the last one after redirects; `headers` has lower-case names."""

    url: str
    status: int
    headers: Mapping[str, str]
    content_type: str
    charset: str | None
    body: bytes


def fetch(
    url: str,
    *,
    allowed: Sequence[str] = (),
    accept: Sequence[str] = (),
    max_bytes: int = 2_000_000,
    headers: Mapping[str, str] | None = None,
    timeout_seconds: float = 10.0,
) -> Response:
    """Read a public http(s) address.

    `allowed` names exceptions from the address and port rules as "host:port"; `accept` the media types that are taken
    ("text/html", "image/*"), all when empty. Status 304 comes back only to a caller who sent a condition.
    Units: bytes after unpacking; seconds for everything together, redirects included.
    Errors: OutboundError, always and only: NotHttp, HasCredentials, InternalAddress, ForbiddenPort, Unreachable,
    TimedOut, TooManyRedirects, BadStatus, WrongType, TooLarge.
    """
    deadline = Deadline(timeout_seconds)
    backend = GuardedBackend(allowed=addresses.pairs(allowed), deadline=deadline, max_bytes=max_bytes)
    sent = {name.lower(): value for name, value in (headers or {}).items()}
    target = _checked_url(url)
    with (
        _own_errors(),
        httpcore2.ConnectionPool(ssl_context=_ssl_context(), network_backend=backend, max_connections=1) as pool,
        httpx2.Client(transport=_GuardedTransport(pool), trust_env=False, timeout=STEP_SECONDS) as client,
    ):
        for _hop in range(MAX_REDIRECTS + 1):
            request = client.build_request("GET", target, headers=_request_headers(sent, accept))
            answer = client.send(request, stream=True, follow_redirects=False)
            try:
                if answer.status_code not in REDIRECTS:
                    return _read(answer, sent=sent, accept=accept, max_bytes=max_bytes, deadline=deadline)
                if "location" not in answer.headers:
                    raise BadStatus(answer.status_code)
                following = _checked_url(answer.headers["location"], base=target)
            finally:
                answer.close()
            if _origin(following) != _origin(target):
                sent = {name: value for name, value in sent.items() if name in SAFE_ELSEWHERE}
            target = following
    raise TooManyRedirects


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


def _checked_url(text: str, *, base: httpx2.URL | None = None) -> httpx2.URL:
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


def _origin(url: httpx2.URL) -> tuple[str, str, int | None]:
    return url.scheme, url.host, url.port


def _request_headers(sent: Mapping[str, str], accept: Sequence[str]) -> dict[str, str]:
    own = {
        "user-agent": USER_AGENT,
        "accept": ", ".join(accept) if accept else "*/*",
        "accept-encoding": "gzip, deflate",
        "connection": "close",
    }
    return {**own, **sent}


def _read(
    answer: httpx2.Response, *, sent: Mapping[str, str], accept: Sequence[str], max_bytes: int, deadline: Deadline
) -> Response:
    status = answer.status_code
    content_type, charset = _media_type(answer.headers.get("content-type", ""))
    body = b""
    if status != NOT_MODIFIED or not CONDITIONS & sent.keys():
        if not 200 <= status < 300:
            raise BadStatus(status, _retry_after_seconds(answer))
        if accept and not _is_accepted(content_type, accept):
            raise WrongType(content_type)
        body = _body(answer, max_bytes=max_bytes, deadline=deadline)
    return Response(
        url=str(answer.request.url),
        status=status,
        headers=dict(answer.headers),
        content_type=content_type,
        charset=charset,
        body=body,
    )


def _body(answer: httpx2.Response, *, max_bytes: int, deadline: Deadline) -> bytes:
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


def _media_type(header: str) -> tuple[str, str | None]:
    message = Message()
    message["content-type"] = header.replace("\r", " ").replace("\n", " ")
    declared = message.get_param("charset")
    charset = None
    if isinstance(declared, str):
        with contextlib.suppress(LookupError, ValueError):
            charset = codecs.lookup(declared.strip("\"' ")).name
    return header.partition(";")[0].strip().lower(), charset


def _is_accepted(content_type: str, accept: Sequence[str]) -> bool:
    family = content_type.partition("/")[0]
    return any(wanted in {content_type, f"{family}/*", "*/*"} for wanted in accept)


def _retry_after_seconds(answer: httpx2.Response) -> int | None:
    text = answer.headers.get("retry-after", "").strip()
    return min(int(text), 7 * 24 * 3600) if text.isdecimal() and len(text) < 10 else None


@functools.cache
def _ssl_context() -> ssl.SSLContext:
    # Reading the system's certificates takes tens of milliseconds, and they do not change while a process lives.
    return httpx2.create_ssl_context(trust_env=False)
