"""The table of clicks by month, where the database can do that: PostgreSQL."""

from collections.abc import Iterable
from datetime import date

from django.db import connection, transaction

from advocacy.models import Click

PATIENCE_SECONDS = 5  # whoever stores clicks waits behind who waits to drop some


def prepare(*, months: Iterable[date]) -> int:
    """Make the partitions of these months where they are missing.

    Shape: how many were made; 0 where the table has no partitions. Safe to repeat, and for two at once. A month whose
    rows already lie in the default partition stays there.
    """
    if connection.vendor != "postgresql":
        return 0
    table = Click._meta.db_table  # noqa: SLF001  (documented)
    made = 0
    with connection.cursor() as cursor:
        for month in sorted(months):
            name = f"{table}_{month:%Y_%m}"
            cursor.execute(
                "SELECT relkind = 'p', to_regclass(%s) IS NOT NULL FROM pg_class WHERE oid = to_regclass(%s)",
                [name, table],
            )
            is_partitioned, is_there = cursor.fetchone()
            if is_partitioned and not is_there:
                made += _make(name, table, month)
    return made


def drop(*, before: date) -> int:
    """Drop the partitions of the months before this first day of a month.

    Shape: how many; 0 where the table has no partitions. Safe to repeat.
    Errors: OperationalError when the table is busy for long; some may be gone then.
    """
    if connection.vendor != "postgresql":
        return 0
    table = Click._meta.db_table  # noqa: SLF001  (documented)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT part.relname FROM pg_inherits JOIN pg_class part ON part.oid = inhrelid "
            "WHERE inhparent = to_regclass(%s) AND part.relname ~ %s ORDER BY 1",
            [table, f"^{table}_[0-9]{{4}}_[0-9]{{2}}$"],
        )
        old = [name for (name,) in cursor.fetchall() if name < f"{table}_{before:%Y_%m}"]
        for name in old:
            with transaction.atomic():
                cursor.execute(f"SET LOCAL lock_timeout = '{PATIENCE_SECONDS}s'")
                cursor.execute(f"DROP TABLE IF EXISTS {connection.ops.quote_name(name)}")
    return len(old)


def _make(name: str, table: str, month: date) -> int:
    next_month = date(month.year + month.month // 12, month.month % 12 + 1, 1)
    quoted, parent, default = (connection.ops.quote_name(text) for text in (name, table, f"{table}_default"))
    with transaction.atomic(), connection.cursor() as cursor:
        # What making a partition locks anyway; taken first, two workers queue here, and the second sees the first's.
        cursor.execute(f"LOCK TABLE {parent} IN ACCESS EXCLUSIVE MODE")
        cursor.execute("SELECT to_regclass(%s) IS NOT NULL", [name])
        if cursor.fetchone()[0]:
            return 0
        cursor.execute(
            f"SELECT EXISTS (SELECT 1 FROM {default} WHERE at >= %s AND at < %s)",  # noqa: S608
            [f"{month} 00:00+00", f"{next_month} 00:00+00"],
        )
        if cursor.fetchone()[0]:
            return 0
        cursor.execute(
            f"CREATE TABLE {quoted} PARTITION OF {parent} "
            f"FOR VALUES FROM ('{month} 00:00+00') TO ('{next_month} 00:00+00')"
        )
    return 1
