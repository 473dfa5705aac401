"""How many people follow a person: a band as told by that person, or the number that a network shows in public."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

import networks
from accounts import company
from accounts.models import FollowerCount, Person

MOST = 2_000_000_000  # as much as a column holds


@dataclass(frozen=True)
class Band:
    """A range of followers; the ends belong to it."""

    least: int
    most: int

    @property
    def key(self) -> str:
        return f"{self.least}-{self.most}"


BANDS = (
    Band(0, 99),
    Band(100, 499),
    Band(500, 999),
    Band(1_000, 4_999),
    Band(5_000, 9_999),
    Band(10_000, 49_999),
    Band(50_000, 1_000_000),
)


def band_of(count: FollowerCount) -> Band:
    """This will name the band that a count lies in, by its middle; the last one for more than all of them."""
    middle = (count.least + count.most) // 2
    return next((band for band in BANDS if middle <= band.most), BANDS[-1])


def latest(*, person: Person) -> dict[str, FollowerCount]:
    """This will name the newest count for each network. Source: one query."""
    return {count.network: count for count in FollowerCount.objects.filter(person=person).order_by("on")}


def tell(*, person: Person, network: str, band: str, now: datetime) -> FollowerCount | None:
    """This will note a band for the company's day of `now`; the band of the day before is history.

    Safe to repeat: the newest band again writes nothing.
    Errors: UnknownNetwork; ValidationError for a band that is not in BANDS, or where nobody is followed.
    """
    if not networks.get(network).has_followers:
        raise ValidationError(_("Nobody is followed there."))
    known = {each.key: each for each in BANDS}
    if band not in known:
        raise ValidationError(_("Choose one of the bands."))
    told, before = known[band], latest(person=person).get(network)
    if before and (before.least, before.most) == (told.least, told.most):
        return before
    on = company.day(at=now, zone=company.current().zone)
    FollowerCount.objects.bulk_create(
        [
            FollowerCount(
                person=person,
                network=network,
                least=told.least,
                most=told.most,
                source=FollowerCount.Source.PERSON,
                on=on,
            )
        ],
        update_conflicts=True,
        unique_fields=["person", "network", "on"],
        update_fields=["least", "most", "source"],
    )
    return FollowerCount.objects.get(person=person, network=network, on=on)


def read(*, person: Person, network: str, count: int, now: datetime) -> None:
    """This will note the number that a network shows, for the company's day of `now`.

    Safe to repeat: the last number of the day stays, but never in the place of what the person told that day.
    """
    shown = min(count, MOST)
    on = company.day(at=now, zone=company.current().zone)
    values = {"least": shown, "most": shown, "source": FollowerCount.Source.NETWORK}
    row, is_new = FollowerCount.objects.get_or_create(person=person, network=network, on=on, defaults=values)
    if not is_new:
        FollowerCount.objects.filter(pk=row.pk).exclude(source=FollowerCount.Source.PERSON).update(**values)


def tell_all(*, person: Person, bands: Mapping[str, str], now: datetime) -> None:
    """This will note a band for each of these networks; an empty one forgets what was told. All or nothing.

    Errors: those of `tell`.
    """
    with transaction.atomic():
        for network, band in bands.items():
            if band:
                tell(person=person, network=network, band=band, now=now)
            else:
                forget(person=person, network=network)


def forget(*, person: Person, network: str) -> int:
    """This will delete what a person once told about a network. Safe to repeat."""
    return FollowerCount.objects.filter(person=person, network=network).delete()[0]
