"""Copy: the text alone, for any place that has no module here."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from networks.counting import Unit
from networks.network import Network, Way


class Copy(Network):
    """The text goes to the clipboard, and the person takes it from there."""

    def intent(self, text: str, url: str, subject: str = "", home: str = "") -> None:
        """Open nothing."""

    def permalink(self, url: str) -> str:
        """Refuse: nobody knows where it went."""
        raise self.refusal()


COPY = Copy(key="copy", name=gettext_lazy("Copy the text"), unit=Unit.GRAPHEMES, way=Way.COPY)
