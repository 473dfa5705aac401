"""The servers that are asked: one worker at a time each, a pause in between, and fewer questions while one is ill."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from advocacy.measuring import plans
from advocacy.models import Measuring, NetworkAccount, NetworkServer

PAUSE = timedelta(seconds=15)
# Far longer than a visit takes: VISIT_SECONDS and one question more.
LEASE = timedelta(minutes=3)


def known(hosts: Iterable[str], *, now: datetime) -> dict[str, NetworkServer]:
    """This will give the rows of some servers, and make those that are missing. Safe to repeat, and by two at once."""
    names = set(hosts)
    NetworkServer.objects.bulk_create(
        (NetworkServer(host=host, free_at=now) for host in sorted(names)), ignore_conflicts=True
    )
    return {server.host: server for server in NetworkServer.objects.filter(host__in=names)}


def due(*, now: datetime) -> QuerySet[NetworkServer]:
    """This will list the servers that may be asked and that something is to be asked of. Source: one query."""
    posts = Measuring.objects.standing().filter(server=OuterRef("pk"), next_at__lte=now)
    accounts = NetworkAccount.objects.told().filter(server=OuterRef("pk"), next_at__lte=now)
    return NetworkServer.objects.filter(_free(now), Exists(posts) | Exists(accounts)).order_by("free_at", "pk")


def take(*, server: NetworkServer, now: datetime) -> bool:
    """This will take a server for one visit, and say whether this worker has it. A worker that dies gives it back."""
    turn = server.turn
    taken = NetworkServer.objects.filter(_free(now), pk=server.pk, turn=turn).update(
        taken_until=now + LEASE, turn=F("turn") + 1
    )
    server.turn = turn + 1
    return bool(taken)


def leave(*, server: NetworkServer, wait: timedelta | None, now: datetime) -> None:
    """This will end a visit that went well; the next one comes after a pause, or when the server likes."""
    mine = NetworkServer.objects.filter(pk=server.pk, turn=server.turn)
    mine.update(taken_until=None, free_at=now + max(PAUSE, wait or PAUSE), failures=0)


def fail(*, server: NetworkServer, asked: timedelta | None, now: datetime) -> None:
    """This will end a visit that found nobody, or a busy one: twice as long a wait as the last time."""
    again = plans.after_failure(failures=server.failures, asked=asked, now=now, key=server.pk)
    mine = NetworkServer.objects.filter(pk=server.pk, turn=server.turn)
    mine.update(taken_until=None, free_at=again, failures=F("failures") + 1)


def _free(now: datetime) -> Q:
    return Q(Q(taken_until=None) | Q(taken_until__lte=now), free_at__lte=now)
