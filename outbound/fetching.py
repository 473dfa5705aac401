"""Read one address of the web, through redirects."""

from collections.abc import Mapping, Sequence

import httpx2

from outbound import addresses, exchange
from outbound.errors import BadStatus, TooManyRedirects, WrongType
from outbound.exchange import Response
from outbound.network import Deadline, GuardedBackend

USER_AGENT = "Firsthand/0.1 (reads pages that people want to share)"
MAX_REDIRECTS = 3
REDIRECTS = frozenset({301, 302, 303, 307, 308})
NOT_MODIFIED = 304
# A caller's other header fields, which may hold a secret, stay with the site that they were meant for.
SAFE_ELSEWHERE = frozenset({"accept", "accept-language", "if-modified-since", "if-none-match"})
CONDITIONS = frozenset({"if-modified-since", "if-none-match"})


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
    target = exchange.checked_url(url)
    with exchange.client(backend) as client:
        for _hop in range(MAX_REDIRECTS + 1):
            request = client.build_request("GET", target, headers=_request_headers(sent, accept))
            answer = client.send(request, stream=True, follow_redirects=False)
            try:
                if answer.status_code not in REDIRECTS:
                    return _read(answer, sent=sent, accept=accept, max_bytes=max_bytes, deadline=deadline)
                if "location" not in answer.headers:
                    raise BadStatus(answer.status_code)
                following = exchange.checked_url(answer.headers["location"], base=target)
            finally:
                answer.close()
            if _origin(following) != _origin(target):
                sent = {name: value for name, value in sent.items() if name in SAFE_ELSEWHERE}
            target = following
    raise TooManyRedirects


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
    content_type, charset = exchange.media_type(answer.headers.get("content-type", ""))
    body = b""
    if status != NOT_MODIFIED or not CONDITIONS & sent.keys():
        if not 200 <= status < 300:
            raise BadStatus(status, exchange.retry_after_seconds(answer))
        if accept and not _is_accepted(content_type, accept):
            raise WrongType(content_type)
        body = exchange.body(answer, max_bytes=max_bytes, deadline=deadline)
    return Response(
        url=str(answer.request.url),
        status=status,
        headers=dict(answer.headers),
        content_type=content_type,
        charset=charset,
        body=body,
    )


def _is_accepted(content_type: str, accept: Sequence[str]) -> bool:
    family = content_type.partition("/")[0]
    return any(wanted in {content_type, f"{family}/*", "*/*"} for wanted in accept)
