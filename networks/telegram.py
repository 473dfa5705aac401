"""Telegram: a message to people one knows, or to a channel."""

from __future__ import annotations

import re
from urllib.parse import quote

from networks import addresses
from networks.counting import Unit
from networks.network import LONGEST_INTENT, Network, Way

_HOSTS = {"t.me", "www.t.me", "telegram.me", "www.telegram.me"}
_PUBLIC = re.compile(
    r"/(?:s/)?(?!(?:share|joinchat|proxy|socks|login)/)([A-Za-z]\w{3,31})/(?:\d{1,12}/)?(\d{1,12})", re.ASCII
)
_PRIVATE = re.compile(r"/c/(\d{5,15})/(?:\d{1,12}/)?(\d{1,12})", re.ASCII)


class Telegram(Network):
    """Its composer puts the link first and the words below it."""

    def intent(self, text: str, url: str, subject: str = "", home: str = "") -> str:
        """Open a message with the link and the words.

        Shape: the words without the link at their end, as Telegram adds it; without words where they do not fit an
        address, and they come from the clipboard.
        """
        message = f"https://t.me/share/url?url={quote(url, safe='', errors='replace')}"
        words = quote(text.removesuffix(url).rstrip(), safe="", errors="replace")
        whole = f"{message}&text={words}"
        return whole if len(whole) <= LONGEST_INTENT else message

    def permalink(self, url: str) -> str:
        """Accept a message in a channel or group, public or not, and in a topic of a group."""
        address = addresses.read(url)
        if address is None or address.host not in _HOSTS:
            raise self.refusal()
        if public := _PUBLIC.fullmatch(address.path):
            return f"https://t.me/{public[1]}/{public[2]}"
        if private := _PRIVATE.fullmatch(address.path):
            return f"https://t.me/c/{private[1]}/{private[2]}"
        raise self.refusal()


# Source: core.telegram.org, 4,096 characters, without their kind. By UTF-16 the room is the smallest.
TELEGRAM = Telegram(
    key="telegram",
    name="Telegram",
    unit=Unit.CODE_UNITS,
    limit=4_096,
    way=Way.TEXT,
    post_example="https://t.me/name/1234",
)
