"""Why an address could not be read, in sentences that a person can act on and that never name a network address."""

import re
from collections.abc import Mapping
from typing import ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class OutboundError(Exception):
    """The address could not be read; `str(error)` is the sentence, in the language that is active then."""

    code: ClassVar[str] = "unreachable"
    sentence: ClassVar[str | Promise] = _("This address could not be read. Check the link and try again.")

    @property
    def parameters(self) -> Mapping[str, object]:
        return {}

    def __str__(self) -> str:
        return str(self.sentence) % self.parameters


class NotHttp(OutboundError):
    code = "not_http"
    sentence = _("This is not a web address. It has to begin with https:// or http://.")


class HasCredentials(NotHttp):
    code = "has_credentials"
    sentence = _("There is a user name or a password in this address. Take it out and try again.")


class Unreachable(OutboundError):
    code = "unreachable"
    sentence = _("Nothing readable answers at this address. Check the link, or try again later.")


class InternalAddress(OutboundError):
    code = "internal_address"
    sentence = _("This address is not on the public web, so it is not opened. An administrator can allow it.")


class ForbiddenPort(InternalAddress):
    code = "forbidden_port"
    sentence = _("Only the web’s usual ports, 80 and 443, are opened. An administrator can allow another one.")


class TooManyRedirects(OutboundError):
    code = "too_many_redirects"
    sentence = _("This address only leads on to other addresses. Give the address of the page itself.")


class TimedOut(OutboundError):
    code = "timed_out"
    sentence = _("The site took too long to answer. Try again later.")


class Unanswered(OutboundError):
    """A request left and no whole answer came: it may have arrived, so it must not be sent again unasked."""

    code = "unanswered"
    sentence = _("The other side did not answer. What was sent may have arrived.")


class TooLarge(OutboundError):
    """The answer, packed or unpacked, is larger than `max_bytes`."""

    code = "too_large"
    sentence = _("What is at this address is too large: more than %(megabytes)s MB.")

    def __init__(self, max_bytes: int) -> None:
        super().__init__(max_bytes)
        self.max_bytes = max_bytes

    @property
    def parameters(self) -> Mapping[str, object]:
        return {"megabytes": max(1, round(self.max_bytes / 1_000_000))}


class WrongType(OutboundError):
    """The answer is of a kind that the caller does not take, such as a PDF where a page is wanted."""

    code = "wrong_type"
    sentence = _("What is at this address cannot be used here: the site calls it “%(content_type)s”.")

    def __init__(self, content_type: str) -> None:
        super().__init__(content_type)
        self.content_type = content_type

    @property
    def parameters(self) -> Mapping[str, object]:
        # The name comes from a stranger's server, so only what a media type may consist of is repeated.
        return {"content_type": re.sub(r"[^\w/.+-]", "", self.content_type, flags=re.ASCII)[:60] or "?"}


class BadStatus(OutboundError):
    """The site answered, and refused: `status` says how, `retry_after_seconds` when it may be asked again."""

    code = "bad_status"

    def __init__(self, status: int, retry_after_seconds: int | None = None) -> None:
        super().__init__(status, retry_after_seconds)
        self.status = status
        self.retry_after_seconds = retry_after_seconds

    @property
    def parameters(self) -> Mapping[str, object]:
        return {"status": self.status}

    def __str__(self) -> str:
        if self.status in {404, 410}:
            sentence = _("There is no page at this address (%(status)s). Check the link.")
        elif self.status in {401, 403, 407, 451}:
            sentence = _("The site does not show this page to us (%(status)s). It may need a sign-in.")
        elif self.status == 429 or self.status >= 500:
            sentence = _("The site cannot answer at the moment (%(status)s). Try again later.")
        else:
            sentence = _("The site gave no page, only the status %(status)s. Check the link.")
        return str(sentence) % self.parameters
