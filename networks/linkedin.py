"""LinkedIn."""

from __future__ import annotations

import re
from urllib.parse import quote

from networks import addresses
from networks.counting import Unit
from networks.network import Network, Way

_HOST = re.compile(r"(?:(?:www|m|[a-z]{2})\.)?linkedin\.com")
_NUMBERED = re.compile(r"/(?:feed/update|posts)/(urn:li:(?:activity|share|ugcPost):\d{5,25})")
_NAMED = re.compile(r"/posts/([\w.~-]+(?:activity|share|ugcPost)-\d{5,25}(?:-[\w-]+)?)")
_ARTICLE = re.compile(r"/pulse/([\w.~%-]+)")
_SHORT = re.compile(r"/p/([\w-]{4,40})", re.ASCII)


class LinkedIn(Network):
    """Its composer takes an address only, and shows the card of that page."""

    def intent(self, text: str, url: str, subject: str = "", home: str = "") -> str:
        """Open the composer with the link; the words come from the clipboard."""
        return f"https://www.linkedin.com/sharing/share-offsite/?url={quote(url, safe='', errors='replace')}"

    def permalink(self, url: str) -> str:
        """Accept posts by name or number, articles, and the short form that the app copies."""
        address = addresses.read(url)
        if address is None:
            raise self.refusal()
        if address.host == "lnkd.in" and (short := _SHORT.fullmatch(address.path)):
            return f"https://lnkd.in/p/{short[1]}"
        if not _HOST.fullmatch(address.host):
            raise self.refusal()
        if number := _NUMBERED.fullmatch(address.path):
            return f"https://www.linkedin.com/feed/update/{number[1]}/"
        if name := _NAMED.fullmatch(address.path):
            return f"https://www.linkedin.com/posts/{quote(name[1])}"
        if article := _ARTICLE.fullmatch(address.path):
            return f"https://www.linkedin.com/pulse/{quote(article[1])}/"
        raise self.refusal()


# LinkedIn names 3,000 characters and not their kind. Its editor runs in a browser, where a text's length is that of
# UTF-16; by code points or by visible characters the room would only be larger, so a text that fits here is not cut.
LINKEDIN = LinkedIn(
    key="linkedin",
    name="LinkedIn",
    unit=Unit.CODE_UNITS,
    limit=3_000,
    way=Way.LINK,
    can_publish=True,
    has_followers=True,
    post_example="https://www.linkedin.com/posts/…-activity-7123456789012345678-AbCd",
)
