from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

from advocacy import statements
from config import environment

ADDRESS = "postgresql://ana:p%40ss@db.example:6432/first%2Fhand"


def test_an_address_is_read_part_by_part(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", ADDRESS)
    monkeypatch.delenv("DATABASE_POOLER", raising=False)
    read = environment.database("DATABASE_URL", fallback=Path("unused"))
    assert [read[part] for part in ("NAME", "USER", "PASSWORD", "HOST", "PORT")] == [
        "first/hand", "ana", "p@ss", "db.example", "6432",
    ]  # fmt: skip
    assert not read["DISABLE_SERVER_SIDE_CURSORS"]


@pytest.mark.parametrize("address", ["mysql://a/b", "postgresql://host", "postgresql://host/", "here.sqlite3"])
def test_an_address_of_another_kind_is_refused(monkeypatch, address):
    monkeypatch.setenv("DATABASE_URL", address)
    with pytest.raises(ImproperlyConfigured, match="must look like"):
        environment.database("DATABASE_URL", fallback=Path("unused"))


def test_nothing_is_left_in_a_connection_behind_a_pooler(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", ADDRESS)
    monkeypatch.setenv("DATABASE_POOLER", "yes")
    read = environment.database("DATABASE_URL", fallback=Path("unused"))
    assert read["DISABLE_SERVER_SIDE_CURSORS"]
    assert set(read["OPTIONS"]) == {"pool"}


@pytest.mark.postgresql
@pytest.mark.skipif(connection.vendor != "postgresql", reason="needs PostgreSQL")
@pytest.mark.django_db
def test_a_statement_written_by_hand_is_planned_once():
    marker = "SELECT %(number)s::int + 4711"
    for number in range(3):
        assert statements.ask(marker, {"number": number}) == [(4711 + number,)]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT generic_plans, custom_plans FROM pg_prepared_statements WHERE statement LIKE %s", ["%4711%"]
        )
        assert cursor.fetchall() == [(3, 0)]
