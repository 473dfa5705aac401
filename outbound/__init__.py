"""The only way out: every address that a person or a third party gave is opened through `fetch`."""

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
    Unreachable,
    WrongType,
)
from outbound.fetching import Response, fetch

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
    "Unreachable",
    "WrongType",
    "fetch",
]
