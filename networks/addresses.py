"""Reading an address that a person pasted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl, unquote, urlsplit

LONGEST = 2_000


@dataclass(frozen=True)
class Address:
    """The host in small letters, the path decoded and without its last slash, and the values of its query."""

    host: str
    path: str
    query: Mapping[str, str]


def read(url: str) -> Address | None:
    """Read a web address, with or without its scheme.

    Shape: None for what is not a plain web address: another scheme, a user name, a port, a blank within, too long.
    """
    url = url.strip()
    if "://" not in url:
        url = f"https://{url}"
    if len(url) > LONGEST or any(character.isspace() or not character.isprintable() for character in url):
        return None
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return None
    if parts.scheme.lower() not in {"http", "https"} or not parts.hostname or port is not None or "@" in parts.netloc:
        return None
    return Address(
        host=parts.hostname.lower().rstrip("."),
        path=unquote(parts.path).rstrip("/"),
        query=dict(parse_qsl(parts.query)),
    )
