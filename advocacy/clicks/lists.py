"""Many values for one query, as one parameter: thousands of them each of its own cost more than the query."""

import json
from collections.abc import Iterable

from django.db import connection
from django.db.models.expressions import RawSQL


def among(values: Iterable[int] | Iterable[str]) -> RawSQL:
    """This will stand behind `__in`."""
    listed = list(values)
    if connection.vendor == "postgresql":
        kind = "text" if any(isinstance(value, str) for value in listed[:1]) else "bigint"
        return RawSQL(f"SELECT unnest(%s::{kind}[])", [listed])  # noqa: S611  (values are a parameter)
    return RawSQL("SELECT value FROM json_each(%s)", [json.dumps(listed)])
