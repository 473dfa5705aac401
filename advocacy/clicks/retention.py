"""Clicks that are old go, month by month; what they add up to stays."""

import logging
from datetime import UTC, datetime, timedelta
from time import monotonic

from django.conf import settings
from django.db import OperationalError, connection, transaction

from accounts import company
from advocacy.clicks import partitions, turns, user_agents
from advocacy.models import Click, CompanyClicks, SpoolPosition

logger = logging.getLogger(__name__)

ROWS_AT_ONCE = 1000  # so that nobody waits long behind it on SQLite
BUDGET_SECONDS = 120.0


def forget(*, now: datetime, budget_seconds: float = BUDGET_SECONDS) -> int:
    """This will delete the clicks of whole months that are older than CLICK_DAYS, and what only they refer to.

    Shape: how many rows and partitions went. Safe to repeat and to kill: the days are closed first, so that nothing is
    worked out anew from a part of them, and nothing that comes late counts twice. The rest waits for the next night.
    """
    kept_since = (now - timedelta(days=settings.CLICK_DAYS)).astimezone(UTC)
    kept_since = kept_since.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    _close(before=kept_since)
    gone = _drop(before=kept_since) + _delete(before=kept_since, stop_at=monotonic() + budget_seconds)
    positions, _ = SpoolPosition.objects.filter(host__seen_at__lt=kept_since).delete()
    return gone + positions + user_agents.forget(before=kept_since)


def _close(*, before: datetime) -> None:
    """Close the days that begin before this moment, the last of them even if nobody came."""
    last = company.day(at=before - timedelta(milliseconds=1), zone=company.current().zone)
    with transaction.atomic():
        turns.take()  # nobody is half way through working one of them out
        CompanyClicks.objects.get_or_create(on=last)
        CompanyClicks.objects.filter(on__lte=last, is_final=False).update(is_final=True)


def _drop(*, before: datetime) -> int:
    try:
        return partitions.drop(before=before.date())
    except OperationalError as error:
        logger.warning("Old clicks could not be dropped now (%s); the next night tries again.", type(error).__name__)
        return 0


def _delete(*, before: datetime, stop_at: float) -> int:
    """Delete what lies in no month of its own: on SQLite everything."""
    table = connection.ops.quote_name(Click._meta.db_table)  # noqa: SLF001  (documented)
    place = "tableoid, ctid" if connection.vendor == "postgresql" else "rowid"
    gone = 0
    while monotonic() < stop_at:
        with connection.cursor() as cursor:
            cursor.execute(
                f"DELETE FROM {table} WHERE ({place}) IN (SELECT {place} FROM {table} WHERE at < %s LIMIT %s)",  # noqa: S608
                [connection.ops.adapt_datetimefield_value(before), ROWS_AT_ONCE],
            )
            gone += cursor.rowcount
            if cursor.rowcount < ROWS_AT_ONCE:
                break
    return gone
