"""Statements written by hand, for pages on which composing a query would take longer than running it."""

import json
from datetime import UTC, datetime
from typing import Any

import psycopg
from django.db import connection


def ask(sql: str, values: dict[str, Any]) -> list[tuple[Any, ...]]:
    """This will give the rows of a SELECT; `{any:name}` stands for "= any of the list of that name".

    Prepared on PostgreSQL, where planning costs as much as running; not behind a pooler, where the connection prepares
    nothing, and not while queries are being listed, so that they are all in the list.
    """
    if connection.vendor != "postgresql":
        return _ask_sqlite(sql, values)
    sql = _with_lists(sql, values, "= ANY(%({name})s)")
    if connection.queries_logged:
        with connection.cursor() as listed:
            listed.execute(sql, values)
            return listed.fetchall()  # type: ignore[no-any-return]
    connection.ensure_connection()
    with connection.wrap_database_errors, psycopg.Cursor(connection.connection) as cursor:
        # Binary: a moment of a hundred rows is otherwise read letter by letter.
        cursor.execute(sql, values, prepare=True, binary=True)
        return cursor.fetchall()


def _ask_sqlite(sql: str, values: dict[str, Any]) -> list[tuple[Any, ...]]:
    sql = _with_lists(sql, values, "IN (SELECT value FROM json_each(%({name})s))")
    with connection.cursor() as cursor:
        cursor.execute(sql, {name: _written(value) for name, value in values.items()})
        rows = cursor.fetchall()
    return [tuple(_read(value) for value in row) for row in rows]


def _with_lists(sql: str, values: dict[str, Any], form: str) -> str:
    for name, value in values.items():
        if isinstance(value, list):
            sql = sql.replace(f"{{any:{name}}}", form.format(name=name))
    return sql


def _written(value: Any) -> Any:
    if isinstance(value, list):
        return json.dumps(value)
    return str(connection.ops.adapt_datetimefield_value(value)) if isinstance(value, datetime) else value


def _read(value: Any) -> Any:
    """Django's converters gave moments without a zone; it writes them in UTC."""
    return value.replace(tzinfo=UTC) if isinstance(value, datetime) else value
