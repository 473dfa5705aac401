"""WhatsApp: a message to people one knows."""

from __future__ import annotations

from urllib.parse import quote

from networks.counting import Unit
from networks.network import LONGEST_INTENT, Network, Way


class WhatsApp(Network):
    """The person chooses who gets it, in the app."""

    def intent(self, text: str, url: str, subject: str = "", home: str = "") -> str:
        """Open a new message.

        Shape: with the whole text where that fits an address, else with the link alone, and the words come from the
        clipboard.
        """
        message = _message(text)
        return message if len(message) <= LONGEST_INTENT else _message(url)

    def permalink(self, url: str) -> str:
        """Refuse: a message has no address."""
        raise self.refusal()


def _message(text: str) -> str:
    return f"https://wa.me/?text={quote(text, safe='', errors='replace')}"


WHATSAPP = WhatsApp(key="whatsapp", name="WhatsApp", unit=Unit.CODE_UNITS, limit=65_536, way=Way.TEXT)
