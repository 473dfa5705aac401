"""Moments that a story may name: those that every time zone and every calendar can say."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

FIRST_YEAR = 1990
LAST_YEAR = 2099


class FarAway(ValidationError):
    """The last evening of the year 9999 has no morning after it, anywhere east of London."""


def check(at: datetime) -> None:
    """This will do nothing for a moment of our time. Errors: FarAway."""
    if not FIRST_YEAR <= at.year <= LAST_YEAR:
        sentence = _("Choose a day between %(first)s and %(last)s.")
        raise FarAway(sentence, code="far_away", params={"first": FIRST_YEAR, "last": LAST_YEAR})
