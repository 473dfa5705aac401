"""Numbers as a person reads them, by the active language. Never for a coordinate."""

from __future__ import annotations

import math

from django.utils.formats import number_format
from django.utils.translation import gettext as _


def finite(value: float) -> float:
    """Insist on a number.

    Errors: ``ValueError`` for infinity and for what is no number at all.
    """
    if not math.isfinite(value):
        message = "A picture cannot be drawn from what is not a number."
        raise ValueError(message)
    return value


def whole(value: float) -> str:
    """Write a number without decimals, its thousands grouped."""
    return number_format(round(finite(value)), decimal_pos=0, use_l10n=True, force_grouping=True)


def ratio(value: float) -> str:
    """Write how many times something is: three figures from one tenth upwards, two below.

    Shape: 3.5 for 3.5, 1.42 for 1.4175, 14.2 for 14.175, 0.042 for 0.04202; no zeros at the end.
    """
    if finite(value) == 0:
        return "0"
    magnitude = math.floor(math.log10(abs(value)))
    decimals = max(0, 2 - max(magnitude, 0)) if magnitude >= -1 else 1 - magnitude
    written = f"{value:.{decimals}f}"
    if "." in written:
        written = written.rstrip("0").rstrip(".")
    places = len(written.partition(".")[2])
    return number_format(round(value, decimals), decimal_pos=places, use_l10n=True, force_grouping=True)


def percent(share: float, decimals: int = 0) -> str:
    """Write a share between 0 and 1 in per cent."""
    number = number_format(
        round(finite(share) * 100, decimals), decimal_pos=decimals, use_l10n=True, force_grouping=True
    )
    return _("%(number)s%%") % {"number": number}
