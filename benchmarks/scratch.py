"""A database for one run: made on the PostgreSQL that answers and dropped afterwards, or a file in a new folder."""

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

ROOT = Path(__file__).resolve().parent.parent
APPS = ("accounts", "content", "advocacy", "leaderboard")
STANDARD = "postgresql://postgres@127.0.0.1:5432/postgres"


@contextmanager
def database(name: str, *, pool: int = 4, sqlite: bool = False) -> Iterator[str]:
    """Set Django up on an empty database with all tables and say which kind it is: postgresql or sqlite."""
    folder = Path(tempfile.mkdtemp(prefix="firsthand-bench-"))
    os.environ.update(
        DATA_DIR=str(folder),
        DATABASE_POOL=str(pool),
        SECRET_KEY="for-a-benchmark-" * 4,
        DJANGO_SETTINGS_MODULE="config.settings",
    )
    address = os.environ.get("BENCH_DATABASE_URL", STANDARD)
    made = None if sqlite else create(address, f"firsthand_bench_{name}")
    if made:
        os.environ["DATABASE_URL"] = made
    else:
        os.environ.pop("DATABASE_URL", None)
    try:
        lay_tables()
        yield "postgresql" if made else "sqlite"
    finally:
        from django.db import connections

        connections.close_all()
        for connection in connections.all():
            if hasattr(connection, "close_pool"):
                connection.close_pool()
        if made:
            drop(address, f"firsthand_bench_{name}")
        shutil.rmtree(folder, ignore_errors=True)


def create(address: str, name: str) -> str | None:
    """Create the database afresh and give its address; None when no PostgreSQL answers."""
    try:
        with psycopg.connect(address, autocommit=True, connect_timeout=3) as connection:
            connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    except psycopg.OperationalError:
        return None
    return urlunsplit(urlsplit(address)._replace(path=f"/{name}"))


def drop(address: str, name: str) -> None:
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def lay_tables() -> None:
    """Make the tables straight from the models: the figures are about queries, not about migrations."""
    sys.path.insert(0, str(ROOT))
    import django
    from django.conf import settings

    settings.MIGRATION_MODULES = dict.fromkeys(APPS)
    settings.LOGGING_CONFIG = None
    django.setup()
    from django.core.management import call_command

    call_command("migrate", run_syncdb=True, verbosity=0)
    call_command("createcachetable", verbosity=0)
