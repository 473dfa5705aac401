"""The company's own accounts, and how many follow them on which day."""

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

import networks
from accounts import audit, company, roles
from accounts.models import BrandAccount, BrandFollowers, Person


class AccountKnown(ValidationError):
    pass


def latest() -> list[tuple[BrandAccount, BrandFollowers | None]]:
    """This will list the open accounts, each with its newest count. Source: two queries."""
    accounts = list(BrandAccount.objects.filter(closed_at=None).order_by("network", "handle"))
    counts: dict[int, BrandFollowers] = {}
    history: QuerySet[BrandFollowers] = BrandFollowers.objects.filter(account__in=accounts).order_by("on")
    for count in history:
        counts[count.account_id] = count
    return [(account, counts.get(account.pk)) for account in accounts]


def add(*, network: str, handle: str, by: Person, now: datetime) -> BrandAccount:
    """This will add one of the company's accounts; one that was closed is opened again.

    Errors: NotAllowed unless `by` is an administrator; AccountKnown; UnknownNetwork; ValidationError without a handle.
    """
    roles.require(person=by, role=roles.Role.ADMINISTRATOR)
    networks.get(network)
    handle = handle.strip()
    if not handle or len(handle) > 120:
        raise ValidationError(_("Write the account’s name as it stands on the network, at most 120 characters."))
    with transaction.atomic():
        if BrandAccount.objects.filter(network=network, handle=handle).exclude(closed_at=None).update(closed_at=None):
            account = BrandAccount.objects.get(network=network, handle=handle)
        else:
            try:
                with transaction.atomic():
                    account = BrandAccount.objects.create(network=network, handle=handle)
            except IntegrityError as error:
                raise AccountKnown(_("This account is in the list already.")) from error
        audit.record(by=by, action="brand_accounts.add", target=account, at=now)
    return account


def close(*, account: BrandAccount, by: Person, now: datetime) -> None:
    """This will take an account out of the sums from now on; its counts stay.

    Safe to repeat. Errors: NotAllowed unless `by` is an administrator.
    """
    roles.require(person=by, role=roles.Role.ADMINISTRATOR)
    with transaction.atomic():
        if BrandAccount.objects.filter(pk=account.pk, closed_at=None).update(closed_at=now):
            audit.record(by=by, action="brand_accounts.close", target=account, at=now)


def count(*, account: BrandAccount, followers: int, on: date, by: Person, now: datetime) -> BrandFollowers:
    """This will note how many followed an account on a day; a second count of the day replaces the first.

    Errors: NotAllowed unless `by` is an administrator; ValidationError for a day to come or a number below nothing.
    """
    roles.require(person=by, role=roles.Role.ADMINISTRATOR)
    if on > company.day(at=now, zone=company.current().zone):
        raise ValidationError({"on": _("This day is still to come.")})
    if not 0 <= followers <= 10_000_000_000:
        raise ValidationError({"followers": _("Write how many people follow the account.")})
    with transaction.atomic():
        BrandFollowers.objects.bulk_create(
            [BrandFollowers(account=account, on=on, followers=followers)],
            update_conflicts=True,
            unique_fields=["account", "on"],
            update_fields=["followers"],
        )
        detail = {"followers": followers, "on": on.isoformat()}
        audit.record(by=by, action="brand_accounts.count", target=account, at=now, detail=detail)
    return BrandFollowers.objects.get(account=account, on=on)
