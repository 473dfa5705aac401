"""Judged events as rows: each click once, and every sum it belongs to in the same transaction.

The new clicks stand in a temporary table first, where what is known already is taken out; all that follows is a handful
of statements, however many there are, and the same ones on both databases.
"""

from binascii import a2b_base64
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from django.db import IntegrityError, connection, transaction
from django.db.backends.utils import CursorWrapper

from accounts import company
from advocacy.clicks import events, quality, tallies, turns
from advocacy.clicks.tallies import INCOMING, table
from advocacy.models import Click
from advocacy.models.click import Quality

COLUMNS = (
    "event_id",
    "at",
    "link_id",
    "quality",
    "reason",
    "visitor",
    "network_prefix",
    "user_agent_id",
    "referrer_host",
    "is_new_visitor",
)
_COLUMNS = ", ".join(COLUMNS)
_ALL = f'{_COLUMNS}, "on", hour'
_ROWS_IN_A_CHUNK = 2000
# Forbidding ways makes plans look expensive, and expensive plans are compiled, which takes longer than all the rest.
_OTHER_WAYS = ("enable_seqscan", "enable_bitmapscan", "enable_hashjoin", "enable_mergejoin", "enable_material", "jit")
_QUARTER_MS, _DAY_MS = 900_000, 86_400_000
_ID_DIGITS = 32


class Judged(NamedTuple):
    event: events.Event
    person_id: int  # whose link it is
    verdict: quality.Verdict
    user_agent_id: int


def store(*, judged: Iterable[Judged], zone: ZoneInfo) -> int:
    """Add clicks to the rows and to the sums, those that are already there excepted.

    Shape: how many were new. Safe to repeat, and for several at once: they take turns. Needs a transaction.
    """
    unique = sorted({one.event.event_id: one for one in judged}.values(), key=_in_time)
    if not unique:
        return 0
    try:
        _insert(unique, zone)
    except IntegrityError:
        known = _known(unique)
        if not known:  # then it is something else that is wrong with them
            raise
        unique = [one for one, key in zip(unique, _hexadecimal(unique), strict=True) if key not in known]
        _insert(unique, zone)
    tallies.add()
    return len(unique)


def _insert(unique: Sequence[Judged], zone: ZoneInfo) -> None:
    """Insert clicks, all of them or none. Errors: IntegrityError when some are stored already."""
    days = _fill(unique, zone)
    turns.take()  # as late as can be: others fill their table meanwhile
    _take_back_known_visitors(days, zone)
    with transaction.atomic(), connection.cursor() as cursor:
        # To pass over what is known, instead of failing, would ask and write more for each of those that are not.
        cursor.execute(f"INSERT INTO {table(Click)} ({_COLUMNS}) SELECT {_COLUMNS} FROM {INCOMING}")  # noqa: S608


def months(*, judged: Iterable[Judged]) -> set[date]:
    """Name the first days of the months, in UTC, in which these events lie."""
    days = {one.event.at_ms // _DAY_MS for one in judged}
    return {datetime.fromtimestamp(day * _DAY_MS // 1000, tz=UTC).date().replace(day=1) for day in days}


def _in_time(one: Judged) -> tuple[int, str]:
    return one.event.at_ms, one.event.event_id


def _fill(unique: Sequence[Judged], zone: ZoneInfo) -> set[str]:
    """Put the events into the temporary table. Shape: the company days they lie on."""
    days: set[str] = set()
    rows = _rows(unique, zone, days)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                f"CREATE TEMPORARY TABLE IF NOT EXISTS {INCOMING} "
                f'(LIKE {table(Click)}, "on" date, hour timestamptz) ON COMMIT DELETE ROWS'
            )
            cursor.execute(f"TRUNCATE {INCOMING}")
            with cursor.copy(f"COPY {INCOMING} ({_ALL}) FROM STDIN") as copy:
                for chunk in _chunks(rows):
                    copy.write(chunk)
        else:
            cursor.execute(
                f'CREATE TEMPORARY TABLE IF NOT EXISTS {INCOMING} AS SELECT {_COLUMNS}, NULL AS "on", NULL AS hour '  # noqa: S608
                f"FROM {table(Click)} WHERE false"
            )
            cursor.execute(f"DELETE FROM {INCOMING}")  # noqa: S608
            marks = ", ".join(["%s"] * (len(COLUMNS) + 2))
            cursor.executemany(f"INSERT INTO {INCOMING} ({_ALL}) VALUES ({marks})", list(rows))  # noqa: S608
    return days


def _rows(unique: Sequence[Judged], zone: ZoneInfo, days: set[str]) -> Iterator[tuple[str, ...]]:
    """Write each event as both databases read it.

    No field can hold a tab, a line break or a backslash: `events.read` refuses what could.
    """
    seen: set[tuple[int, str, str]] = set()
    for event_id, (event, _, (kind, reason), user_agent) in zip(_hexadecimal(unique), unique, strict=True):
        _, link, at_ms, visitor, prefix, _, host, _ = event
        on, hour = _slot(at_ms // _QUARTER_MS, zone)
        days.add(on)
        is_new_visitor = "0"
        if visitor and kind is Quality.HUMAN:
            visit = (link, on, visitor)
            if visit not in seen:
                seen.add(visit)
                is_new_visitor = "1"
        moment, agent = _moment(at_ms), str(user_agent)
        yield event_id, moment, str(link), kind, reason, visitor, prefix, agent, host, is_new_visitor, on, hour


def _chunks(rows: Iterator[tuple[str, ...]]) -> Iterator[str]:
    lines: list[str] = []
    for row in rows:
        lines.append("\t".join(row))
        if len(lines) == _ROWS_IN_A_CHUNK:
            yield "\n".join(lines) + "\n"
            lines.clear()
    if lines:
        yield "\n".join(lines) + "\n"


def _known(unique: Sequence[Judged]) -> set[str]:
    """Find the events that are stored already. Shape: their ids in hexadecimal."""
    with _by_index() as cursor:
        cursor.execute(
            f"SELECT event_id FROM {INCOMING} new WHERE EXISTS (SELECT 1 FROM {table(Click)} kept "  # noqa: S608
            "WHERE kept.event_id = new.event_id AND kept.at = new.at AND kept.at >= %s AND kept.at <= %s)",
            [_moment(unique[0].event.at_ms), _moment(unique[-1].event.at_ms)],
        )
        return {str(event_id).replace("-", "") for (event_id,) in cursor.fetchall()}


def _take_back_known_visitors(days: Iterable[str], zone: ZoneInfo) -> None:
    """Let nobody be new who came to the same link before on the same day. Source: one statement for each day."""
    adapt: Any = connection.ops.adapt_datetimefield_value
    with _by_index() as cursor:
        for day in sorted(days):
            on = date.fromisoformat(day)
            span = [adapt(company.day_starts(on=each, zone=zone)) for each in (on, on + timedelta(days=1))]
            cursor.execute(
                f'UPDATE {INCOMING} SET is_new_visitor = false WHERE is_new_visitor AND "on" = %s '  # noqa: S608
                f"AND EXISTS (SELECT 1 FROM {table(Click)} kept WHERE kept.is_new_visitor "
                # Never by the index of links: a link may have a million clicks, a visitor has a few.
                f"AND kept.visitor = {INCOMING}.visitor AND kept.link_id + 0 = +{INCOMING}.link_id "
                "AND kept.at >= %s AND kept.at < %s)",
                [day, *span],
            )


@contextmanager
def _by_index() -> Iterator[CursorWrapper]:
    """Look up one by one. PostgreSQL would read the whole table as long as it does not know how fast it grew."""
    is_postgresql = connection.vendor == "postgresql"
    with connection.cursor() as cursor:
        if is_postgresql:
            cursor.execute("; ".join(f"SET LOCAL {way} = off" for way in _OTHER_WAYS))
        yield cursor
        if is_postgresql:
            cursor.execute("; ".join(f"SET LOCAL {way} TO DEFAULT" for way in _OTHER_WAYS))


def _hexadecimal(unique: Iterable[Judged]) -> list[str]:
    """Write the ids as both databases read them, all in one go: one by one is a tenth of what an event costs."""
    # Two letters more make of each id's 22 whole bytes; they are cut off again.
    text = "".join([f"{one.event.event_id}AA" for one in unique])
    digits = a2b_base64(text.encode().translate(events.FROM_URL)).hex()
    return [digits[start : start + _ID_DIGITS] for start in range(0, len(digits), _ID_DIGITS + 4)]


def _moment(at_ms: int) -> str:
    """Write a moment as Django does on SQLite: in UTC, with a part of a second only where there is one."""
    seconds, rest = divmod(at_ms, 1000)
    return f"{_second(seconds)}.{rest:03}000" if rest else _second(seconds)


@lru_cache(maxsize=65_536)
def _second(seconds: int) -> str:
    return datetime.fromtimestamp(seconds, tz=UTC).strftime("%Y-%m-%d %H:%M:%S")


@lru_cache(maxsize=4096)
def _slot(quarter: int, zone: ZoneInfo) -> tuple[str, str]:
    """Name the company's day and the hour of a quarter of an hour; no zone changes within one."""
    seconds = quarter * _QUARTER_MS // 1000
    at = datetime.fromtimestamp(seconds, tz=UTC)
    return company.day(at=at, zone=zone).isoformat(), _second(seconds // 3600 * 3600)
