"""The only way out: every address that a person or a third party gave is opened through `fetch` or `call`."""

from outbound.calling import call
from outbound.errors import (
    BadStatus,
    ForbiddenPort,
    HasCredentials,
    InternalAddress,
    NotHttp,
    OutboundError,
    TimedOut,
    TooLarge,
    TooManyRedirects,
    Unanswered,
    Unreachable,
    WrongType,
)
from outbound.exchange import Response
from outbound.fetching import fetch

__all__ = [
    "BadStatus",
    "ForbiddenPort",
    "HasCredentials",
    "InternalAddress",
    "NotHttp",
    "OutboundError",
    "Response",
    "TimedOut",
    "TooLarge",
    "TooManyRedirects",
    "Unanswered",
    "Unreachable",
    "WrongType",
    "call",
    "fetch",
]
