"""Asking the servers for what is due there: one visit at a time, kept short, given up when somebody is not well."""

import logging
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from time import monotonic

import outbound
from advocacy.measuring import known_accounts, posts, servers
from advocacy.measuring.findings import Busy, NotRead, Unclear
from advocacy.measuring.readers import Reader, Visit
from advocacy.models import NetworkServer

logger = logging.getLogger(__name__)

# Slow servers must not keep workers from what others wait for: this and one visit, then it is the next sweep's turn.
BUDGET_SECONDS = 15.0
MOST_SERVERS = 50
_ILL = (Busy, Unclear, outbound.OutboundError)


def sweep(*, now: datetime, readers: Mapping[str, Reader], allowed: Sequence[str]) -> int:
    """This will read the posts and accounts whose time has come, and say how many.

    Safe to repeat, and by two at once: a server is asked by one worker at a time, and a worker that dies gives it back
    after three minutes. What is left over is the next sweep's.
    """
    posts.drop(now=now)
    posts.open(now=now, readers=readers)
    began, read = monotonic(), 0
    for server in servers.due(now=now)[:MOST_SERVERS]:
        if monotonic() - began >= BUDGET_SECONDS:
            break
        at = now + timedelta(seconds=monotonic() - began)
        if servers.take(server=server, now=at):
            read += _visit(server=server, readers=readers, allowed=allowed, now=at)
    return read


def _visit(*, server: NetworkServer, readers: Mapping[str, Reader], allowed: Sequence[str], now: datetime) -> int:
    visit = Visit(allowed=allowed)
    read = 0
    try:
        for network, reader in readers.items():
            read += _read_posts(server=server, network=network, reader=reader, visit=visit, now=now)
            read += _read_accounts(server=server, network=network, reader=reader, visit=visit, now=now)
    except _ILL as error:
        servers.fail(server=server, asked=_asked(error), now=now + visit.lasted)
    except Exception:
        logger.exception("A server could not be asked")
        servers.fail(server=server, asked=None, now=now + visit.lasted)
    else:
        servers.leave(server=server, wait=visit.wait, now=now + visit.lasted)
    return read


def _read_posts(*, server: NetworkServer, network: str, reader: Reader, visit: Visit, now: datetime) -> int:
    rows = {row.pk: row for row in posts.due(server=server, network=network, now=now, most=reader.most)}
    left, read = posts.wanted(list(rows.values())), 0
    try:
        for found in reader.read(list(left.values()), visit) if left else ():
            del left[found.wanted.key]
            read += posts.keep(measuring=rows[found.wanted.key], found=found, now=now)
    except Exception as error:
        # The one at which it stopped waits by itself as well, so that it cannot hold up the others for ever.
        for key in list(left)[:1]:
            posts.put_off(measuring=rows[key], asked=_asked(error), now=now)
        raise
    return read


def _read_accounts(*, server: NetworkServer, network: str, reader: Reader, visit: Visit, now: datetime) -> int:
    read = 0
    for account in known_accounts.due(server=server, network=network, now=now):
        if visit.is_over:
            break
        try:
            count = reader.followers(server.host, account.remote_id, visit)
        except _ILL:
            known_accounts.put_off(account=account, now=now)
            raise
        except NotRead:
            known_accounts.put_off(account=account, now=now)
        else:
            read += known_accounts.keep(account=account, count=count, now=now)
    return read


def _asked(error: Exception) -> timedelta | None:
    return error.wait if isinstance(error, Busy) else None
