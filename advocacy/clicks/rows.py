"""Judged events as rows: each click once, and its day's figures in the same transaction."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import connection, transaction

from accounts import company
from advocacy.clicks import events, quality
from advocacy.models import Click, DailyClicks, Link
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
COUNTED = (*Quality.values, "visitors")
ROWS_IN_A_STATEMENT = 200
COPY_FROM = 500  # rows; below it the temporary table costs more than it saves

Day = tuple[int, date]


@dataclass(frozen=True)
class Judged:
    event: events.Event
    link: Link
    verdict: quality.Verdict
    user_agent_id: int


def store(*, judged: Iterable[Judged], zone: ZoneInfo) -> int:
    """Add clicks and their figures, those that are already there excepted.

    Shape: how many were new. Safe to repeat, and for several at once: the rows of the days are locked, in order, before
    anybody asks whether a visitor is new on one of them. Needs a transaction.
    """
    unique = sorted({one.event.event_id: one for one in judged}.values(), key=_in_time)
    days = [(one.link.pk, company.day(at=quality.moment(one.event), zone=zone)) for one in unique]
    links = {one.link.pk: one.link for one in unique}
    if not unique:
        return 0
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError("Clicks and their figures are stored together.")
    if connection.features.has_select_for_update:
        _lock(set(days), links)
    seen = _seen(unique, days, zone)
    rows: dict[UUID, tuple[Day, tuple[Any, ...]]] = {}
    for one, day in zip(unique, days, strict=True):
        event = one.event
        visit = (day, event.visitor)
        is_new_visitor = one.verdict.quality == Quality.HUMAN and bool(event.visitor) and visit not in seen
        if is_new_visitor:
            seen.add(visit)
        rows[event.uuid] = (
            day,
            (
                event.uuid,
                quality.moment(event),
                one.link.pk,
                str(one.verdict.quality),
                one.verdict.reason,
                event.visitor,
                event.network_prefix,
                one.user_agent_id,
                event.referrer_host,
                is_new_visitor,
            ),
        )
    added = _insert([row for _, row in rows.values()])
    _count([rows[event_id] for event_id in added], links)
    return len(added)


def _in_time(one: Judged) -> tuple[int, str]:
    return one.event.at_ms, one.event.event_id


def _lock(days: set[Day], links: dict[int, Link]) -> None:
    ordered = sorted(days)
    DailyClicks.objects.bulk_create(
        [DailyClicks(link_id=link, on=on, **_belonging(links[link])) for link, on in ordered], ignore_conflicts=True
    )
    locked = DailyClicks.objects.select_for_update().order_by("link_id", "on")
    list(locked.filter(link__in=links, on__in={on for _, on in ordered}).values_list("pk"))


def _belonging(link: Link) -> dict[str, Any]:
    """Copy what the figures belong to, as it is today: people change their team, figures do not."""
    return {
        "story_id": link.story_id,
        "person_id": link.person_id,
        "team_id": link.person.team_id,
        "network": link.network,
    }


def _seen(judged: Sequence[Judged], days: Sequence[Day], zone: ZoneInfo) -> set[tuple[Day, str]]:
    """Find which visitors of these events came to the same link on the same day before. Source: one query."""
    first, last = min(on for _, on in days), max(on for _, on in days)
    before = Click.objects.filter(
        link__in={link for link, _ in days},
        at__gte=company.day_starts(on=first, zone=zone),
        at__lt=company.day_starts(on=last + timedelta(days=1), zone=zone),
        quality=Quality.HUMAN,
        visitor__in={one.event.visitor for one in judged if one.event.visitor},
    ).values_list("link_id", "at", "visitor")
    return {((link, company.day(at=at, zone=zone)), visitor) for link, at, visitor in before}


def _insert(rows: Sequence[tuple[Any, ...]]) -> list[UUID]:
    """Insert the clicks that are not there. Shape: the ids of those that are new."""
    if connection.vendor == "postgresql" and len(rows) >= COPY_FROM:
        return _copy(rows)
    fields = {field.column: field for field in Click._meta.concrete_fields}  # noqa: SLF001  (documented)
    prepared = [
        [fields[name].get_db_prep_save(value, connection) for name, value in zip(COLUMNS, row, strict=True)]
        for row in rows
    ]
    marks = f"({', '.join(['%s'] * len(COLUMNS))})"
    added: list[UUID] = []
    with connection.cursor() as cursor:
        for start in range(0, len(prepared), ROWS_IN_A_STATEMENT):
            part = prepared[start : start + ROWS_IN_A_STATEMENT]
            cursor.execute(
                f"INSERT INTO {_table(Click)} ({_columns(COLUMNS)}) VALUES {', '.join([marks] * len(part))} "  # noqa: S608
                "ON CONFLICT DO NOTHING RETURNING event_id",
                [value for row in part for value in row],
            )
            added += [_uuid(event_id) for (event_id,) in cursor.fetchall()]
    return added


def _copy(rows: Sequence[tuple[Any, ...]]) -> list[UUID]:
    with connection.cursor() as cursor:
        cursor.execute(
            f"CREATE TEMPORARY TABLE IF NOT EXISTS incoming_click (LIKE {_table(Click)}) ON COMMIT DELETE ROWS"
        )
        with cursor.copy(f"COPY incoming_click ({_columns(COLUMNS)}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
        cursor.execute(
            f"INSERT INTO {_table(Click)} ({_columns(COLUMNS)}) SELECT {_columns(COLUMNS)} FROM incoming_click "  # noqa: S608
            "ON CONFLICT DO NOTHING RETURNING event_id"
        )
        added = [_uuid(event_id) for (event_id,) in cursor.fetchall()]
        cursor.execute("TRUNCATE incoming_click")
    return added


def _count(rows: Iterable[tuple[Day, tuple[Any, ...]]], links: dict[int, Link]) -> None:
    counts: defaultdict[Day, dict[str, int]] = defaultdict(lambda: dict.fromkeys(COUNTED, 0))
    for day, row in rows:
        counts[day][row[3]] += 1
        counts[day]["visitors"] += row[-1]
    belonging = ("story_id", "person_id", "team_id", "network")
    columns = ("link_id", "on", *belonging, *COUNTED)
    table = _table(DailyClicks)
    sums = ", ".join(f"{name} = {table}.{name} + excluded.{name}" for name in COUNTED)
    prepare_date = connection.ops.adapt_datefield_value
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {table} ({_columns(columns)}) VALUES ({', '.join(['%s'] * len(columns))}) "  # noqa: S608
            f'ON CONFLICT (link_id, "on") DO UPDATE SET {sums}',
            [
                (
                    link,
                    prepare_date(on),
                    *(_belonging(links[link])[name] for name in belonging),
                    *(counts[link, on][name] for name in COUNTED),
                )
                for link, on in sorted(counts)
            ],
        )


def _table(model: type[Click | DailyClicks]) -> str:
    return connection.ops.quote_name(model._meta.db_table)  # noqa: SLF001  (documented)


def _columns(names: Iterable[str]) -> str:
    return ", ".join(connection.ops.quote_name(name) for name in names)


def _uuid(value: object) -> UUID:
    return value if isinstance(value, UUID) else UUID(str(value))


def months(*, judged: Iterable[Judged]) -> set[date]:
    """Name the first days of the months, in UTC, in which these events lie."""
    return {quality.moment(one.event).date().replace(day=1) for one in judged}
