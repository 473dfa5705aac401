"""Reading what a network answers: never trusted, quoted only as plain text, and told apart by what it means for us."""

import json
import re
import unicodedata
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.utils.html import strip_tags
from django.utils.translation import gettext as _

import outbound
from advocacy.publishing.refusals import NotConnected, NotNow, Refused, SignedOut

LONGEST_QUOTE = 200
LONGEST_WAIT = timedelta(hours=1)
CALL_SECONDS = 15.0
# While somebody waits for the page.
CONNECT_SECONDS = 4.0


def fields(answer: outbound.Response) -> dict[str, Any]:
    """This will read an answer in JSON; anything else is empty."""
    try:
        found = json.loads(answer.body)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def text(found: Mapping[str, Any], name: str, *, most: int = 300) -> str:
    """This will read one text of an answer; nothing when it is none, or too long to be right."""
    value = found.get(name)
    return value if isinstance(value, str) and len(value) <= most and value.isprintable() else ""


def quoted(answer: outbound.Response) -> str:
    """This will give the other side's own sentence as plain text, up to 200 characters; empty when it says none."""
    found = fields(answer)
    said = next(
        (found[name] for name in ("error_description", "message", "error") if isinstance(found.get(name), str)), ""
    )
    plain = "".join(letter if unicodedata.category(letter)[0] != "C" else " " for letter in strip_tags(said))
    plain = re.sub(r"\s+", " ", plain).strip()
    return plain if len(plain) <= LONGEST_QUOTE else plain[: LONGEST_QUOTE - 1] + "…"


def sent(network: str, method: str, url: str, **said: Any) -> outbound.Response:
    """This will send something to a network that makes a difference there, or read something before that.

    Shape: an answer of 2xx or 4xx, but neither 401 nor 429. Errors: SignedOut; NotNow; Refused.
    """
    try:
        answer = outbound.call(method, url, timeout_seconds=CALL_SECONDS, **said)
    except outbound.Unanswered as error:
        raise NotNow(may_be_out=True) from error
    except (outbound.InternalAddress, outbound.NotHttp) as error:
        raise Refused(str(error), code=error.code) from error
    except outbound.OutboundError as error:
        raise NotNow(may_be_out=False) from error
    if answer.status == 401:
        raise SignedOut
    if answer.status == 429:
        raise NotNow(may_be_out=False, retry_after_seconds=answer.retry_after_seconds or reset_seconds(answer))
    if answer.status >= 500:
        raise NotNow(may_be_out=True, retry_after_seconds=answer.retry_after_seconds)
    if 300 <= answer.status < 400:
        raise Refused(
            _("%(network)s moved to another address. Connect your account again.") % {"network": network}, code="moved"
        )
    return answer


def refused(network: str, answer: outbound.Response) -> Refused:
    """This will word a refusal with the network's own sentence in it."""
    said = quoted(answer)
    if said:
        sentence = _("%(network)s did not take it: “%(said)s”") % {"network": network, "said": said}
    else:
        sentence = _("%(network)s did not take it (%(status)s).") % {"network": network, "status": answer.status}
    return Refused(sentence, code=f"status_{answer.status}")


def asked(where: str, method: str, url: str, **said: Any) -> outbound.Response:
    """This will ask something while an account is being connected, for four seconds at most.

    Errors: NotConnected, with a sentence; what the other side answers with a status is the caller's.
    """
    try:
        answer = outbound.call(method, url, timeout_seconds=CONNECT_SECONDS, **said)
    except (outbound.TimedOut, outbound.Unreachable, outbound.Unanswered, outbound.TooLarge) as error:
        raise NotConnected(
            _("%(where)s does not answer. Check the name, or try again later."),
            code=error.code,
            params={"where": where},
        ) from error
    except outbound.OutboundError as error:
        raise NotConnected(str(error), code=error.code) from error
    if answer.status >= 500 or answer.status == 429:
        raise NotConnected(
            _("%(where)s cannot answer at the moment. Try again later."), code="busy", params={"where": where}
        )
    return answer


def reset_seconds(answer: outbound.Response) -> int | None:
    """This will read how long to wait where Mastodon and Bluesky say it, by the other side's clock."""
    said = answer.headers.get("x-ratelimit-reset", "") or answer.headers.get("ratelimit-reset", "")
    try:
        until = datetime.fromisoformat(said).timestamp() if "T" in said else float(said)
        passed = datetime.strptime(answer.headers.get("date", ""), "%a, %d %b %Y %H:%M:%S %Z")  # noqa: DTZ007 - GMT
    except (ValueError, OverflowError):
        return None
    epoch = datetime(1970, 1, 1)  # noqa: DTZ001 - as the line above
    return int(min(max(until - (passed - epoch).total_seconds(), 1), LONGEST_WAIT.total_seconds()))
