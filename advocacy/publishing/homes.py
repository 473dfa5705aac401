"""The address of a server that a person or another server named."""

from collections.abc import Sequence
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError

import networks
import outbound


def address(typed: str, *, network: str, allowed: Sequence[str]) -> str:
    """This will read the server out of what a person typed: a name, an address on it, or ana@name.

    Shape: https:// and the name; what an administrator excepted, as host:port, may be typed with scheme and port.
    Errors: networks.HomeError.
    """
    excepted = _excepted(typed, allowed)
    return excepted or f"https://{networks.get(network).home(typed)}"


def given(url: str, *, allowed: Sequence[str]) -> str:
    """This will check an address that another server gave: https and a name, or excepted by an administrator.

    Shape: without a path. Errors: outbound.NotHttp.
    """
    if excepted := _excepted(url, allowed):
        return excepted
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise outbound.NotHttp from error
    if parts.scheme != "https" or port not in (None, 443) or "@" in parts.netloc or not parts.hostname:
        raise outbound.NotHttp
    try:
        return f"https://{networks.get('mastodon').home(parts.hostname)}"
    except ValidationError as error:
        raise outbound.NotHttp from error


def shown(home: str) -> str:
    """This will give a server as a person reads it: without its scheme."""
    return home.split("://", 1)[-1]


def _excepted(typed: str, allowed: Sequence[str]) -> str:
    try:
        parts = urlsplit(typed.strip())
        pair = f"{(parts.hostname or '').lower()}:{parts.port}"
    except ValueError:
        return ""
    return f"{parts.scheme}://{pair}" if parts.scheme in {"http", "https"} and pair in allowed else ""
