"""The share sheet of a phone: whatever app the person chooses there."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from networks.counting import Unit
from networks.network import Network, Way


class Sheet(Network):
    """The browser hands the text over and never says to which app, nor whether it was sent: the person does."""

    def intent(self, text: str, url: str, subject: str = "", home: str = "") -> None:
        """Open nothing: there is no address, the browser itself is asked (``navigator.share``)."""

    def permalink(self, url: str) -> str:
        """Refuse: nobody knows where it went."""
        raise self.refusal()


SHEET = Sheet(key="sheet", name=gettext_lazy("Another app"), unit=Unit.GRAPHEMES, way=Way.SHEET)
