"""Bluesky."""

from __future__ import annotations

import re
from urllib.parse import quote

from networks import addresses
from networks.counting import Unit
from networks.network import Network, Way

_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_HANDLE = rf"(?:{_LABEL}\.)+{_LABEL}"
_IDENTITY = r"did:(?:plc:[a-z2-7]{24}|web:[A-Za-z0-9.%-]{1,250})"
_KEY = r"[A-Za-z0-9._~:-]{1,512}"
_PAGE = re.compile(rf"/profile/({_IDENTITY}|{_HANDLE})/post/({_KEY})", re.IGNORECASE)
_RECORD = re.compile(rf"at://({_IDENTITY}|{_HANDLE})/app\.bsky\.feed\.post/({_KEY})", re.IGNORECASE)


class Bluesky(Network):
    """Its composer takes the whole text; its posts can be read by anybody."""

    def intent(self, text: str, url: str, subject: str = "", home: str = "") -> str:
        """Open the composer with the text, the link in it."""
        return f"https://bsky.app/intent/compose?text={quote(text, safe='', errors='replace')}"

    def permalink(self, url: str) -> str:
        """Accept a post's page, and the record's own address."""
        found = _RECORD.fullmatch(url.strip())
        if found is None:
            address = addresses.read(url)
            if address is None or address.host not in {"bsky.app", "www.bsky.app", "staging.bsky.app"}:
                raise self.refusal()
            found = _PAGE.fullmatch(address.path)
        if found is None:
            raise self.refusal()
        author = found[1] if found[1].startswith("did:") else found[1].lower()
        return f"https://bsky.app/profile/{author}/post/{found[2]}"


# Source: the post record's lexicon, app.bsky.feed.post: maxGraphemes 300, maxLength 3,000 (bytes).
BLUESKY = Bluesky(
    key="bluesky",
    name="Bluesky",
    unit=Unit.GRAPHEMES,
    limit=300,
    byte_limit=3_000,
    way=Way.TEXT,
    can_publish=True,
    is_measurable=True,
    has_followers=True,
    post_example="https://bsky.app/profile/name.bsky.social/post/3k2a4b5c6d7e8",
)
