"""The cast by role, the clock, and a world of its own for every test."""

import gc
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from django.core.signals import setting_changed
from django.db import connection
from django.db.backends.postgresql.operations import DatabaseOperations as PostgresqlOperations
from django.test import Client, override_settings
from django.test.client import ClientHandler
from factory.builder import DeclarationSet
from pytest_django import DjangoDbBlocker
from rest_framework.test import APIClient

from accounts.models import CompanySettings, Person, RoleGrant, Team
from tests import databases
from tests.accounts.factories import CompanyFactory, PersonFactory, RoleGrantFactory, TeamFactory

# One example may take long on a busy machine; one that takes ten times as long is a defect.
hypothesis.settings.register_profile("busy", deadline=2_000)
hypothesis.settings.load_profile("busy")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On PostgreSQL run what touches rows; everything else was proved on SQLite and does the same there.

    So was who may do what in each room; tests/access asks every page and endpoint again.
    """
    if connection.vendor != "postgresql" or config.getoption("keyword"):
        return
    kept = [item for item in items if item.path.stem != "test_access" and (_touches_rows(item) or _is_marked(item))]
    config.hook.pytest_deselected(items=[item for item in items if item not in set(kept)])
    items[:] = kept


def pytest_collection_finish() -> None:
    """What was imported and collected stays to the end: nobody looks through it for rubbish again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


def _touches_rows(item: pytest.Item) -> bool:
    return bool({"db", "transactional_db", "django_db_setup"} & set(getattr(item, "fixturenames", ())))


def _is_marked(item: pytest.Item) -> bool:
    return any(item.get_closest_marker(name) for name in ("django_db", "postgresql", "redis"))


@pytest.fixture(scope="session")
def private_database(django_db_blocker: DjangoDbBlocker) -> None:
    """On PostgreSQL the test database is a copy under a name of its own, not migrated again."""
    if connection.vendor == "postgresql":
        test = connection.settings_dict["TEST"]
        with django_db_blocker.unblock():
            test["NAME"], test["TEMPLATE"] = databases.own_name(), databases.template()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    private_database: None, django_db_modify_db_settings_parallel_suffix: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[None]:
    """The name first, then the suffix of the xdist worker, then what memory holds instead of migrating again."""
    if connection.vendor == "postgresql":
        yield
        return
    with django_db_blocker.unblock(), databases.filled(connection.creation._get_test_db_name()):
        yield


@pytest.fixture(scope="session", autouse=True)
def quick_flush() -> Iterator[None]:
    """After a race PostgreSQL forgets some hundred tables: emptying a few rows takes a tenth of truncating all."""

    def statements(self: Any, style: Any, tables: list[str], **_options: bool) -> list[str]:
        rows = [f"DELETE FROM {self.quote_name(table)};" for table in tables]
        return ["SET session_replication_role = replica;", *rows, "SET session_replication_role = DEFAULT;"]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(PostgresqlOperations, "sql_flush", statements)
        yield


@pytest.fixture(scope="session", autouse=True)
def kept_middleware() -> Iterator[None]:
    """A test's clients share one chain of middleware, as requests to a process do; another setting makes another."""
    kept: dict[str, Any] = {}
    load = ClientHandler.load_middleware

    def load_once(handler: ClientHandler) -> None:
        if not kept:
            load(handler)
            kept.update({name: value for name, value in vars(handler).items() if name.endswith("_middleware")})
            kept["_middleware_chain"] = handler._middleware_chain
        vars(handler).update(kept)

    def forget(**_said: Any) -> None:
        kept.clear()

    setting_changed.connect(forget)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ClientHandler, "load_middleware", load_once)
        yield
    setting_changed.disconnect(forget)


@pytest.fixture(scope="session", autouse=True)
def brief_factories() -> Iterator[None]:
    """For every trait that is not asked for factory_boy writes all declarations into an error that it swallows."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(DeclarationSet, "__repr__", object.__repr__)
        yield


@pytest.fixture(autouse=True)
def own_world(tmp_path: Path) -> Iterator[None]:
    """Every test has its own folders and rate limits, a quick password hasher, and static files without a manifest."""
    (tmp_path / "collected").mkdir()
    with override_settings(
        DATA_DIR=tmp_path,
        MEDIA_ROOT=tmp_path / "media",
        STATIC_ROOT=tmp_path / "collected",
        SPOOL_DIR=tmp_path / "spool",
        SPOOL_HOST="testhost",
        SALT_FILE=tmp_path / "salt.json",
        SALT_URL="",
        EMAIL_FILE_PATH=tmp_path / "mail",
        QUEUE_DIR=tmp_path / "queue",
        OUTBOUND_ALLOWED=[],
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
        CACHES={
            "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": str(tmp_path)},
        },
        STORAGES={
            "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
            "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
        },
    ):
        yield


@pytest.fixture
def now() -> datetime:
    return datetime(2026, 3, 10, 9, 0, tzinfo=UTC)


@pytest.fixture
def company(db: None) -> CompanySettings:
    return CompanyFactory.create()


@pytest.fixture
def team(db: None) -> Team:
    return TeamFactory.create(name="Network South")


@pytest.fixture
def other_team(db: None) -> Team:
    return TeamFactory.create(name="Rolling Stock")


def holder(*, role: str, name: str, team: Team) -> Person:
    person = PersonFactory.create(email=f"{role}@northwind.example", name=name, team=team)
    RoleGrantFactory.create(person=person, role=role)
    return person


@pytest.fixture
def employee(company: CompanySettings, team: Team) -> Person:
    return PersonFactory.create(email="employee@northwind.example", name="Marta Lindqvist", team=team)


@pytest.fixture
def colleague(company: CompanySettings, team: Team) -> Person:
    return PersonFactory.create(email="colleague@northwind.example", name="Jonas Weber", team=team)


@pytest.fixture
def outsider(company: CompanySettings, other_team: Team) -> Person:
    """Somebody of another team without any role."""
    return PersonFactory.create(email="outsider@northwind.example", name="Odile Marchand", team=other_team)


@pytest.fixture
def leaver(company: CompanySettings, team: Team) -> Person:
    return PersonFactory.create(email="leaver@northwind.example", name="Lena Fischer", team=team, left=True)


@pytest.fixture
def curator(company: CompanySettings, team: Team) -> Person:
    return holder(role=RoleGrant.Role.CURATOR, name="Carla Neumann", team=team)


@pytest.fixture
def approver(company: CompanySettings, team: Team) -> Person:
    return holder(role=RoleGrant.Role.APPROVER, name="Adam Novak", team=team)


@pytest.fixture
def leader(company: CompanySettings, team: Team) -> Person:
    return holder(role=RoleGrant.Role.LEADER, name="Lucia Ferrari", team=team)


@pytest.fixture
def operations(company: CompanySettings, team: Team) -> Person:
    return holder(role=RoleGrant.Role.OPERATIONS, name="Oskar Lund", team=team)


@pytest.fixture
def administrator(company: CompanySettings, team: Team) -> Person:
    return holder(role=RoleGrant.Role.ADMINISTRATOR, name="Agnes Keller", team=team)


@pytest.fixture
def client_of() -> Callable[[Person], Client]:
    def signed_in(person: Person) -> Client:
        client = Client()
        client.force_login(person)
        return client

    return signed_in


@pytest.fixture
def api_of() -> Callable[[Person], APIClient]:
    def signed_in(person: Person) -> APIClient:
        client = APIClient()
        client.force_login(person)
        return client

    return signed_in
