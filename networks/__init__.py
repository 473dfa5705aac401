"""The networks a person may share on: their names, limits, counting, composers and addresses.

A new one is a module that answers the questions of ``Network``, its test, and one line in ``_EVERY``.
"""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from networks.bluesky import BLUESKY
from networks.copy import COPY
from networks.counting import Count, Unit
from networks.email import EMAIL
from networks.facebook import FACEBOOK
from networks.linkedin import LINKEDIN
from networks.mastodon import MASTODON
from networks.network import HomeError, Network, PermalinkError, Rule, Way
from networks.reddit import REDDIT
from networks.sheet import SHEET
from networks.telegram import TELEGRAM
from networks.threads import THREADS
from networks.whatsapp import WHATSAPP
from networks.x import X_NETWORK
from networks.xing import XING

__all__ = [
    "CHOICES",
    "Count",
    "HomeError",
    "Network",
    "PermalinkError",
    "Rule",
    "Unit",
    "UnknownNetwork",
    "Way",
    "choices",
    "every",
    "get",
]

_EVERY: tuple[Network, ...] = (
    LINKEDIN,
    X_NETWORK,
    BLUESKY,
    MASTODON,
    THREADS,
    FACEBOOK,
    XING,
    REDDIT,
    WHATSAPP,
    TELEGRAM,
    EMAIL,
    SHEET,
    COPY,
)

CHOICES: tuple[tuple[str, str | Promise], ...] = tuple((network.key, network.name) for network in _EVERY)


class UnknownNetwork(ValidationError):
    """There is no network of that name."""


def choices() -> tuple[tuple[str, str | Promise], ...]:
    """Give key and name of each, for columns: a new network needs no migration."""
    return CHOICES


def every() -> tuple[Network, ...]:
    """Give all networks, in the order in which they are offered."""
    return _EVERY


def get(key: str) -> Network:
    """Find a network by its key.

    Errors: ``UnknownNetwork``.
    """
    for network in _EVERY:
        if network.key == key:
            return network
    raise UnknownNetwork(_("We do not know this network."), code="network")
