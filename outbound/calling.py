"""Ask a network's interface for something, or tell it something: one request, one answer."""

from collections.abc import Mapping, Sequence
from typing import Any

from outbound import addresses, exchange
from outbound.errors import OutboundError, Unanswered
from outbound.exchange import Response
from outbound.network import Deadline, GuardedBackend

USER_AGENT = "Firsthand/0.1 (publishes and reads posts for the people who wrote them)"


def call(
    method: str,
    url: str,
    *,
    json: Any = None,
    form: Mapping[str, str] | None = None,
    body: bytes | None = None,
    files: Mapping[str, tuple[str, bytes, str]] | None = None,
    headers: Mapping[str, str] | None = None,
    allowed: Sequence[str] = (),
    max_bytes: int = 1_000_000,
    timeout_seconds: float = 15.0,
) -> Response:
    """Send one request to a public http(s) address. Every status comes back, with what the other side said.

    A redirect is an answer like another: what is meant for one server is no other's business. `allowed` names
    exceptions from the address and port rules as "host:port". Units: bytes after unpacking; seconds for everything.
    Errors: OutboundError, always and only. Unanswered means that the request may have arrived; all others mean that
    nothing has left.
    """
    deadline = Deadline(timeout_seconds)
    backend = GuardedBackend(allowed=addresses.pairs(allowed), deadline=deadline, max_bytes=max_bytes)
    sent = {"user-agent": USER_AGENT, "accept-encoding": "gzip, deflate", "connection": "close"}
    sent |= {name.lower(): value for name, value in (headers or {}).items()}
    target = exchange.checked_url(url)
    try:
        with exchange.client(backend) as client:
            request = client.build_request(
                method, target, json=json, data=form, content=body, files=files, headers=sent
            )
            answer = client.send(request, stream=True, follow_redirects=False)
            try:
                content_type, charset = exchange.media_type(answer.headers.get("content-type", ""))
                return Response(
                    url=str(target),
                    status=answer.status_code,
                    headers=dict(answer.headers),
                    content_type=content_type,
                    charset=charset,
                    body=exchange.body(answer, max_bytes=max_bytes, deadline=deadline),
                    retry_after_seconds=exchange.retry_after_seconds(answer),
                )
            finally:
                answer.close()
    except OutboundError as error:
        if backend.has_sent:
            raise Unanswered from error
        raise
