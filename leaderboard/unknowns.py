"""What nobody knows yet, and how it could be known."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from charts import percent
from charts.badges import Badge
from leaderboard.amplification.priors import PriorSet


@dataclass(frozen=True)
class Unknown:
    name: str
    text: str
    badge: Badge


def of(inputs: PriorSet) -> list[Unknown]:
    """This will name the three assumptions that nothing published supports, with the values in use."""
    return [
        Unknown(
            name=_("What the sharing caused"),
            text=_("Not tested. People who came might have come anyway; only holding stories back can show it."),
            badge=inputs.incremental_share.badge,
        ),
        Unknown(
            name=_("How many followers are colleagues"),
            text=_("We say %(part)s. Colleagues who let us look could tell.")
            % {"part": percent(inputs.colleague_share.point)},
            badge=inputs.colleague_share.badge,
        ),
        Unknown(
            name=_("How many follow several of us"),
            text=_("We say that %(part)s of all followers are different people. The same colleagues would show it.")
            % {"part": percent(inputs.distinct_share.point)},
            badge=inputs.distinct_share.badge,
        ),
    ]
