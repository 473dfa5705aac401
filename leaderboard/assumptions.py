"""What the model takes for granted, and what the company supposes instead, on whose word."""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import date, datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

import networks
from accounts import audit, roles
from accounts.models import Person
from charts.badges import Badge
from leaderboard import headlines
from leaderboard.amplification.distributions import Beta, Fixed
from leaderboard.amplification.priors import Prior, PriorSet
from leaderboard.models import Assumption

ROLES = (roles.Role.LEADER, roles.Role.ADMINISTRATOR)
# Parts of something that are known by a median and not by a mean.
SMALL_PARTS = ("organic_reach", "brand_reach", "conversation_rate")
COUNTED = (Assumption.Input.ACCOUNT, Assumption.Input.PARTICIPATION)


class NotYours(PermissionDenied):
    pass


class UnknownInput(ValidationError):
    pass


class OutOfOrder(ValidationError):
    pass


class SourceMissing(ValidationError):
    pass


@dataclass(frozen=True, kw_only=True)
class Line:
    """One input on one network: what is published or supposed of it, and the company's own value where it has one.

    Units: parts lie between 0 and 1. `is_shown`: a figure of the report rests on it, so it can be changed.
    `is_counted`: the people who shared replace it as soon as there are some.
    """

    network: str
    input: str
    name: str
    is_part: bool
    middle: float
    low: float
    high: float
    basis: str
    badge: Badge
    is_shown: bool
    is_counted: bool
    own: Assumption | None


def suppose(
    *, network: str, key: str, low: float, middle: float, high: float, source: str, by: Person, now: datetime
) -> Assumption:
    """This will put the company's own value in the place of a prior.

    Units: as in `Line`. Safe to repeat: the newest value counts.
    Errors: NotYours unless `by` leads or administers; UnknownInput; OutOfOrder for a range that is none; SourceMissing.
    """
    _require(by)
    if not is_known(network=network, key=key):
        raise UnknownInput(_("The model has no such input."), code="input")
    if not 0 < low <= middle <= high:
        raise OutOfOrder(_("The lower end comes first, then the middle, then the upper end; all are above zero."))
    if is_part(key) and high >= 1:
        raise OutOfOrder(_("A part of something stays below 100%."))
    if not source.strip():
        raise SourceMissing(_("Say on whose word: a survey, a count, a colleague who knows."))
    said = {"low": low, "middle": middle, "high": high, "source": source.strip()[:200]}
    with transaction.atomic():
        assumption, _is_new = Assumption.objects.update_or_create(
            network=network, input=key, defaults={**said, "chosen_by": by, "chosen_at": now}
        )
        audit.record(by=by, action="assumptions.suppose", target=assumption, detail=said, at=now)
    return assumption


def reset(*, network: str, key: str, by: Person, now: datetime) -> bool:
    """This will go back to the prior, and say whether there was anything to take away. Safe to repeat.

    Errors: NotYours unless `by` leads or administers.
    """
    _require(by)
    with transaction.atomic():
        assumption = Assumption.objects.select_for_update().filter(network=network, input=key).first()
        if assumption is None:
            return False
        audit.record(by=by, action="assumptions.reset", target=assumption, at=now)
        assumption.delete()
    return True


def _require(by: Person) -> None:
    if not any(roles.holds(person=by, role=role) for role in ROLES):
        raise NotYours(_("Leaders and administrators decide what the model supposes."))


def is_known(*, network: str, key: str) -> bool:
    """This will say whether a company can have a value of its own here."""
    return network in headlines.MODELLED and key in Assumption.Input.values


def is_part(key: str) -> bool:
    """This will say whether an input is a part of something, below 1."""
    return key in Assumption.PARTS


def listed(*, on: date) -> list[Line]:
    """This will list every input of the model on every network that can be modelled.

    Shape: by network; first those behind a figure of the report. Source: Assumption and FollowerCount, two queries and
    one more for each network.
    """
    own = {(row.network, row.input): row for row in Assumption.objects.select_related("chosen_by")}
    return [line for network, base in headlines.MODELLED.items() for line in _lines(network, base, own=own, on=on)]


def of(*, network: str, key: str, on: date) -> Line | None:
    """This will find one line by its network and input."""
    return next((line for line in listed(on=on) if (line.network, line.input) == (network, key)), None)


def _lines(network: str, base: PriorSet, *, own: dict[tuple[str, str], Assumption], on: date) -> Iterator[Line]:
    inputs: dict[str, Prior] = {
        Assumption.Input.FOLLOWERS: headlines.followers(network=network, chosen=None, on=on),
        Assumption.Input.BRAND_POSTS: Prior(
            name=Assumption.Input.BRAND_POSTS.label,
            distribution=Fixed(headlines.BRAND_POSTS),
            basis=_("About one each working day. Count yours."),
            badge=Badge.ASSUMED,
        ),
    }
    inputs |= {field.name: value for field in fields(base) if isinstance(value := getattr(base, field.name), Prior)}
    for name in sorted(inputs, key=lambda name: name not in Assumption.Input.values):
        prior = inputs[name]
        low, high = prior.distribution.ends
        yield Line(
            network=network,
            input=str(name),
            name=str(prior.name),
            is_part=isinstance(prior.distribution, Beta) or name in SMALL_PARTS,
            middle=prior.point,
            low=low,
            high=high,
            basis=str(prior.basis),
            badge=prior.badge,
            is_shown=name in Assumption.Input.values,
            is_counted=name in COUNTED,
            own=own.get((network, str(name))),
        )


def network_name(network: str) -> str:
    """This will name a network as people know it."""
    return str(networks.get(network).name)
