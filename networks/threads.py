"""Threads."""

from __future__ import annotations

import re
from urllib.parse import quote

from networks import addresses
from networks.counting import Unit
from networks.network import Network, Way

_HOSTS = {"threads.com", "www.threads.com", "threads.net", "www.threads.net"}
_POST = re.compile(r"(?:/@([A-Za-z0-9._]{1,30})/post|/t)/([A-Za-z0-9_-]{5,40})(?:/media)?")


class Threads(Network):
    """Its composer takes the whole text."""

    def intent(self, text: str, url: str, subject: str = "", home: str = "") -> str:
        """Open the composer with the text, the link in it."""
        return f"https://www.threads.com/intent/post?text={quote(text, safe='', errors='replace')}"

    def permalink(self, url: str) -> str:
        """Accept a post by its author's name or by its code alone, under the old name as well."""
        address = addresses.read(url)
        found = _POST.fullmatch(address.path) if address and address.host in _HOSTS else None
        if found is None:
            raise self.refusal()
        if not found[1]:
            return f"https://www.threads.com/t/{found[2]}"
        return f"https://www.threads.com/@{found[1].lower()}/post/{found[2]}"


# Source: developers.facebook.com/documentation/threads/posts, April 2026: 500 characters, emoji as bytes of UTF-8. Its
# interface can publish and be read, for programs that Meta has reviewed.
THREADS = Threads(
    key="threads",
    name="Threads",
    unit=Unit.EMOJI_BYTES,
    limit=500,
    way=Way.TEXT,
    has_followers=True,
    post_example="https://www.threads.com/@name/post/DAbCdEfGhIj",
)
