"""The accounts under which people here post: their followers, and who of those that reply is a colleague."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import F, QuerySet

from accounts import followers
from accounts.models import BrandAccount
from advocacy.measuring import plans
from advocacy.measuring.findings import Answer, Author
from advocacy.models import Measuring, NetworkAccount, NetworkServer

EVERY = timedelta(days=7)
KEPT = timedelta(days=90)
MOST = 2


def see(*, measuring: Measuring, author: Author, now: datetime) -> None:
    """This will note under which account a person posted. Safe to repeat, and by two at once."""
    account = NetworkAccount(
        person=measuring.share.person,
        network=measuring.share.network,
        name=author.name,
        remote_id=author.remote_id,
        server_id=measuring.server_id,
        seen_at=now,
        next_at=now,
    )
    NetworkAccount.objects.bulk_create(
        [account],
        update_conflicts=True,
        unique_fields=["person", "network", "name"],
        update_fields=["remote_id", "server", "seen_at"],
    )


def due(*, server: NetworkServer, network: str, now: datetime) -> list[NetworkAccount]:
    """This will list the accounts of a server whose followers are read now.

    Shape: only of people who work here and told how many follow them there; who clears that is not read any more.
    Source: one query.
    """
    mine = NetworkAccount.objects.told().filter(server=server, network=network, next_at__lte=now)
    return list(mine.select_related("person").order_by("next_at", "pk")[:MOST])


def keep(*, account: NetworkAccount, count: int, now: datetime) -> bool:
    """This will keep how many follow an account, dated, as the network shows it. Safe to repeat, and by two at once."""
    changed = _own(account).update(next_at=now + EVERY, failures=0)
    if changed:
        followers.read(person=account.person, network=account.network, count=count, now=now)
    return bool(changed)


def put_off(*, account: NetworkAccount, now: datetime) -> None:
    """This will try an account again later."""
    again = plans.after_failure(failures=account.failures + 5, asked=None, now=now, key=account.pk)
    _own(account).update(next_at=again, failures=F("failures") + 1)


def colleagues(*, network: str, answers: Iterable[Answer]) -> set[str]:
    """This will say which of those who replied are the company's own: its people and its accounts, as far as known.

    Shape: names of authors. Source: two queries.
    """
    handles = {answer.author.name: answer.author_handle.lstrip("@").lower() for answer in answers}
    people = NetworkAccount.objects.filter(network=network, name__in=handles).values_list("name", flat=True)
    open_ones = BrandAccount.objects.filter(network=network, closed_at=None).values_list("handle", flat=True)
    own = {handle.lstrip("@").lower() for handle in open_ones}
    return {*people, *(name for name, handle in handles.items() if handle in own)}


def forget(*, now: datetime) -> int:
    """This will delete accounts that no post was seen of for three months. Safe to repeat."""
    return NetworkAccount.objects.filter(seen_at__lt=now - KEPT).delete()[0]


def _own(account: NetworkAccount) -> QuerySet[NetworkAccount]:
    return NetworkAccount.objects.filter(pk=account.pk, next_at=account.next_at)
