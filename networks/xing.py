"""XING."""

from __future__ import annotations

import re
from urllib.parse import quote

from networks import addresses
from networks.counting import Unit
from networks.network import Network, Way

_HOSTS = {"xing.com", "www.xing.com", "touch.xing.com", "m.xing.com"}
_ACTIVITY = re.compile(r"/discover/detail-activities/([0-9A-Za-z][\w.-]{3,80})", re.ASCII)
_IN_GROUP = re.compile(r"/communities/posts/([\w%-]{1,200}-\d{5,20}|\d{5,20})")


class Xing(Network):
    """Its composer takes an address only, and shows the card of that page."""

    def intent(self, text: str, url: str, subject: str = "", home: str = "") -> str:
        """Open the composer with the link; the words come from the clipboard."""
        return f"https://www.xing.com/spi/shares/new?url={quote(url, safe='', errors='replace')}"

    def permalink(self, url: str) -> str:
        """Accept a post of a person and one in a group."""
        address = addresses.read(url)
        if address is None or address.host not in _HOSTS:
            raise self.refusal()
        if activity := _ACTIVITY.fullmatch(address.path):
            return f"https://www.xing.com/discover/detail-activities/{activity[1]}"
        if post := _IN_GROUP.fullmatch(address.path):
            return f"https://www.xing.com/communities/posts/{quote(post[1])}"
        raise self.refusal()


# XING does not say how long a post may be.
XING = Xing(
    key="xing",
    name="XING",
    unit=Unit.CODE_UNITS,
    way=Way.LINK,
    has_followers=True,
    post_example="https://www.xing.com/discover/detail-activities/1234567890.abc123",
)
