"""A migrated database, made once and copied by whoever needs one: each worker of a run, and the next run.

`python -m tests.databases` makes it beforehand.
"""

import ast
import contextlib
import fcntl
import hashlib
import importlib.util
import io
import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import django
from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader


def version() -> str:
    """This will name the state that all migrations lead to: by their texts, and those of the modules they ask."""
    found: set[Path] = set()
    for migration in MigrationLoader(None).disk_migrations.values():
        path = Path(importlib.util.find_spec(migration.__module__).origin)
        found |= {path, *_asked(path)}
    texts = b"".join(path.read_bytes() for path in sorted(found))
    return hashlib.sha256(f"{django.VERSION}".encode() + texts).hexdigest()[:16]


def _asked(path: Path) -> Iterator[Path]:
    """The modules of the project that a module imports."""
    for node in ast.walk(ast.parse(path.read_bytes())):
        if isinstance(node, ast.Import):
            names = [each.name for each in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            names = [node.module, *(f"{node.module}.{each.name}" for each in node.names)]
        else:
            continue
        for name in names:
            at = settings.BASE_DIR.joinpath(*name.split("."))
            yield from (each for each in (at.with_suffix(".py"), at / "__init__.py") if each.exists())


@contextlib.contextmanager
def filled(name: str) -> Iterator[None]:
    """This will fill an SQLite database, a file or a name of memory, and hold it open for who comes next."""
    folder: Path = settings.DATA_DIR / "migrated"
    folder.mkdir(parents=True, exist_ok=True)
    kept = folder / f"{version()}.sqlite3"
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not kept.exists():
            for old in folder.glob("*.sqlite3*"):
                old.unlink()
            _migrate(str(folder / "fresh.sqlite3"))
            (folder / "fresh.sqlite3").rename(kept)
    with contextlib.closing(sqlite3.connect(name, uri=name.startswith("file:"))) as copy:
        with contextlib.closing(sqlite3.connect(kept)) as source:
            source.backup(copy)
        yield


def own_name() -> str:
    """This will name the test database on PostgreSQL: PYTEST_DB lets several runs share one server."""
    return f"test_{os.environ.get('PYTEST_DB') or connection.settings_dict['NAME']}"


def template() -> str:
    """This will name a PostgreSQL database to copy, kept beside the test database."""
    kept, wanted = f"template_{own_name()}", version()
    with connection._nodb_cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(hashtext(%s))", [kept])  # until this cursor's connection closes
        cursor.execute("SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s", [kept])
        if (cursor.fetchone() or [None])[0] != wanted:
            _migrate(kept)
            cursor.execute(f"COMMENT ON DATABASE {connection.ops.quote_name(kept)} IS '{wanted}'")
    return kept


def _migrate(name: str) -> None:
    told: dict[str, Any] = connection.settings_dict
    own, test = told["NAME"], told["TEST"]["NAME"]
    told["TEST"]["NAME"] = name
    with contextlib.redirect_stdout(io.StringIO()):  # a command in it says what it found, whatever it is asked
        connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    if connection.vendor == "sqlite":
        connection.cursor().execute("PRAGMA journal_mode=DELETE")  # one file, whole
    connection.close()
    if connection.vendor == "postgresql":
        connection.close_pool()  # nobody copies what somebody is in
    told["NAME"] = settings.DATABASES[connection.alias]["NAME"] = own
    told["TEST"]["NAME"] = test


if __name__ == "__main__":
    django.setup()
    if connection.vendor == "postgresql":
        template()
    else:
        with filled(":memory:"):
            pass
