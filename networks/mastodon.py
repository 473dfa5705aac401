"""Mastodon, on whatever server the person lives."""

from __future__ import annotations

import re
from urllib.parse import quote

from networks import addresses
from networks.counting import Unit
from networks.entities import Links
from networks.network import HomeError, Network, Way

_NAME = r"[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_])?"
_KEY = r"\d{1,20}|[0-9A-HJKMNP-TV-Z]{26}"  # Mastodon's number, GoToSocial's ULID
_PAGE = re.compile(rf"/(?:web/)?@({_NAME})(@[A-Za-z0-9.-]+)?/(statuses/)?({_KEY})")
_RECORD = re.compile(rf"/users/({_NAME})/statuses/({_KEY})")


class Mastodon(Network):
    """Its servers' composers take the whole text; public posts can be read by anybody."""

    def intent(self, text: str, url: str, subject: str = "", home: str = "") -> str | None:
        """Open the composer of the person's own server, if that is known."""
        if not home:
            return None
        return f"https://{self.home(home)}/share?text={quote(text, safe='', errors='replace')}"

    def permalink(self, url: str) -> str:
        """Accept a post's page on any server, and the record's own address."""
        address = addresses.read(url)
        if address is None:
            raise self.refusal()
        try:
            server = self.home(address.host)
        except HomeError as no_server:
            raise self.refusal() from no_server
        if page := _PAGE.fullmatch(address.path):
            return f"https://{server}/@{page[1]}{page[2] or ''}/{page[3] or ''}{page[4]}"
        if record := _RECORD.fullmatch(address.path):
            return f"https://{server}/@{record[1]}/{record[2]}"
        raise self.refusal()


# Source: the defaults of /api/v2/instance: max_characters 500, characters_reserved_per_url 23. A server may allow more.
MASTODON = Mastodon(
    key="mastodon",
    name="Mastodon",
    unit=Unit.GRAPHEMES,
    limit=500,
    url_counts_as=23,
    links=Links.WITH_SCHEME,
    shortens_mentions=True,
    way=Way.TEXT,
    can_publish=True,
    is_measurable=True,
    has_followers=True,
    post_example="https://mastodon.social/@name/112345678901234567",
    home_example="mastodon.social",
)
