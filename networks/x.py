"""X."""

from __future__ import annotations

import re
from urllib.parse import quote

from networks import addresses
from networks.counting import Unit
from networks.entities import Links
from networks.network import Network, Way

_HOSTS = {"x.com", "www.x.com", "mobile.x.com", "twitter.com", "www.twitter.com", "mobile.twitter.com"}
_POST = re.compile(r"/(?:(\w{1,15})|i/web|i)/status(?:es)?/(\d{1,20})(?:/(?:photo|video)/\d+)?", re.ASCII)


class X(Network):
    """Its composer takes the whole text; its posts cannot be read from outside."""

    def intent(self, text: str, url: str, subject: str = "", home: str = "") -> str:
        """Open the composer with the text, the link in it."""
        return f"https://x.com/intent/post?text={quote(text, safe='', errors='replace')}"

    def permalink(self, url: str) -> str:
        """Accept a post by its author's name or by its number alone, under the old name as well."""
        address = addresses.read(url)
        found = _POST.fullmatch(address.path) if address and address.host in _HOSTS else None
        if found is None:
            raise self.refusal()
        return f"https://x.com/{found[1] or 'i'}/status/{found[2]}"


# Source: twitter-text 3.1.0, third configuration: 280, links 23, emoji 2.
X_NETWORK = X(
    key="x",
    name="X",
    unit=Unit.WEIGHTED,
    limit=280,
    url_counts_as=23,
    links=Links.BARE,
    way=Way.TEXT,
    has_followers=True,
    post_example="https://x.com/name/status/1234567890123456789",
)
