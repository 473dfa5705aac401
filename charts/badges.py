"""How solid is this figure? Three words, drawn the same way in a badge and in a chart."""

from __future__ import annotations

from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Badge(StrEnum):
    """Solid ink: counted. Hatched: computed. Outline: supposed."""

    MEASURED = "measured"
    MODELLED = "modelled"
    ASSUMED = "assumed"

    @property
    def label(self) -> str | Promise:
        """This will give the word that a person reads."""
        return _LABELS[self]


_LABELS: dict[Badge, str | Promise] = {
    Badge.MEASURED: _("Measured"),
    Badge.MODELLED: _("Modelled"),
    Badge.ASSUMED: _("Assumed"),
}
