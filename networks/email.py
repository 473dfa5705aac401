"""E-mail: a letter to somebody one knows."""

from __future__ import annotations

from urllib.parse import quote

from django.utils.translation import gettext_lazy

from networks.counting import Unit
from networks.network import Network, Way, one_kind_of_line

# Some systems cut a mail link that is longer.
_LONGEST_INTENT = 1_900


class Email(Network):
    """The person's own mail program writes it; nothing is sent by us."""

    def intent(self, text: str, url: str, subject: str = "", home: str = "") -> str:
        """Open a new letter.

        Shape: with the whole text where that fits, else with the link alone, and the words come from the clipboard.
        Source: RFC 6068; lines end with CR LF.
        """
        letter = _mailto(subject, text)
        return letter if len(letter) <= _LONGEST_INTENT else _mailto(subject, url)

    def permalink(self, url: str) -> str:
        """Refuse: a letter has no address."""
        raise self.refusal()


def _mailto(subject: str, body: str) -> str:
    lines = one_kind_of_line(body).replace("\n", "\r\n")
    title = " ".join(subject.split())
    return f"mailto:?subject={quote(title, safe='', errors='replace')}&body={quote(lines, safe='', errors='replace')}"


EMAIL = Email(key="email", name=gettext_lazy("E-mail"), unit=Unit.GRAPHEMES, way=Way.TEXT)
