"""One question to a public interface: the answer as JSON, and how long to leave the other side alone."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

import outbound
from advocacy.measuring.findings import Broken, Busy, Closed, Gone, Unclear

MOST_BYTES = 3_000_000
TIMEOUT_SECONDS = 8.0
LONGEST_WAIT = timedelta(days=1)
# Fewer than these left: what is asked for today can wait until there are more again.
SPARE = 5


@dataclass(frozen=True)
class Said:
    """What came back. `wait` is how long to leave the server alone now, when it says so."""

    status: int
    content: Any
    wait: timedelta | None


def ask(
    base: str, path: str, *, query: Mapping[str, str] | Sequence[tuple[str, str]] = (), allowed: Sequence[str]
) -> Said:
    """This will ask one question, without following to any other address.

    Shape: statuses 200 and 400 come back; the content is what JSON can hold.
    Errors: Closed (401, 403), Gone (404, 410), Broken (500), Busy (429, 5xx), Unclear for what is no JSON;
    outbound.OutboundError when nobody answers.
    """
    address = f"{base}{path}{'?' + urlencode(query) if query else ''}"
    answer = outbound.call(
        "GET",
        address,
        headers={"accept": "application/json"},
        allowed=allowed,
        max_bytes=MOST_BYTES,
        timeout_seconds=TIMEOUT_SECONDS,
    )
    wait = _wait(answer)
    if answer.status in {401, 403}:
        raise Closed
    if answer.status in {404, 410}:
        raise Gone
    if answer.status == 500:
        raise Broken(wait)
    if answer.status == 429 or answer.status > 500:
        raise Busy(wait)
    if answer.status not in {200, 400}:
        raise Unclear
    try:
        content = json.loads(answer.body)
    except (ValueError, RecursionError) as error:
        raise Unclear from error
    return Said(status=answer.status, content=content, wait=wait)


def _wait(answer: outbound.Response) -> timedelta | None:
    """How long the server wants to be left alone: as it says, or until its allowance is filled up again.

    Source: RFC 9110 Retry-After; Mastodon's X-RateLimit-Remaining and -Reset (a time), Bluesky's RateLimit-Remaining
    and -Reset (seconds since 1970).
    """
    if answer.retry_after_seconds is not None:
        return min(timedelta(seconds=answer.retry_after_seconds), LONGEST_WAIT)
    headers = answer.headers
    remaining = headers.get("x-ratelimit-remaining", headers.get("ratelimit-remaining", ""))
    if not remaining.isdecimal() or len(remaining) > 9 or int(remaining) >= SPARE:
        return None
    # By its own clock: ours may go wrong, and only the difference counts.
    ends, begins = _time(headers.get("x-ratelimit-reset", headers.get("ratelimit-reset", ""))), _date(headers)
    return min(max(ends - begins, timedelta()), LONGEST_WAIT) if ends and begins else None


def _time(text: str) -> datetime | None:
    try:
        at = datetime.fromtimestamp(int(text), UTC) if text.isdecimal() else datetime.fromisoformat(text)
    except (ValueError, OverflowError, OSError):
        return None
    return at if at.tzinfo else None


def _date(headers: Mapping[str, str]) -> datetime | None:
    try:
        return datetime.strptime(headers.get("date", ""), "%a, %d %b %Y %H:%M:%S GMT").replace(tzinfo=UTC)
    except ValueError:
        return None
