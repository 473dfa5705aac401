"""What a site says of a page in oEmbed, for pages that say little themselves: a film, a slide show, a post."""

import json
from dataclasses import dataclass

from content.intake import texts

MAX_BYTES = 200_000
TYPES = ("application/json", "text/json", "application/json+oembed", "text/javascript", "text/plain", "text/html")
_MAX_LENGTHS = {"title": 300, "site_name": 100}


@dataclass(frozen=True)
class Embed:
    """Texts are one plain line each, "" when unknown; the address is absolute http(s) or ""."""

    title: str = ""
    site_name: str = ""
    picture_url: str = ""


def read_oembed(*, body: bytes, url: str) -> Embed:
    """Read an oEmbed answer; nonsense says nothing. `url`: the address that answered. Source: oembed.com, 2.3.4."""
    try:
        said = json.loads(body[:MAX_BYTES])
    except (ValueError, RecursionError):
        return Embed()
    if not isinstance(said, dict):
        return Embed()
    # A picture names itself, everything else a small picture of it.
    picture = _text(said, "url") if said.get("type") == "photo" else ""
    picture = picture or _text(said, "thumbnail_url")
    return Embed(
        title=texts.clean(_text(said, "title"), max_length=_MAX_LENGTHS["title"]),
        site_name=texts.clean(_text(said, "provider_name"), max_length=_MAX_LENGTHS["site_name"]),
        picture_url=texts.absolute(picture, base=url) if picture else "",
    )


def _text(said: dict[str, object], key: str) -> str:
    value = said.get(key)
    return value.strip() if isinstance(value, str) else ""
