"""docker-compose.yml and Dockerfile: no container engine is needed to see that they hold together."""

import importlib
import importlib.util
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.conf import settings
from django.test import Client
from pytest_django import Settings

from advocacy.clicks import hosts
from config.celery import app

ROOT = Path(__file__).resolve().parent.parent.parent
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
DOCKERFILE = (ROOT / "Dockerfile").read_text()
OURS = ("migrate", "pages", "redirect", "worker", "beat")
SECRETS = re.compile(r"SECRET|PASSWORD|TOKEN|KEY")


def value_after(option: str, command: list[str]) -> str:
    return command[command.index(option) + 1]


def volumes_of(service: dict[str, Any]) -> dict[str, str]:
    return dict(entry.split(":")[:2] for entry in service.get("volumes", []))


def test_services_are_those_of_the_documents() -> None:
    assert set(SERVICES) == {*OURS, "postgresql", "redis", "salt"}


@pytest.mark.parametrize("name", sorted(set(SERVICES) - {"migrate"}))
def test_service_has_a_health_check(name: str) -> None:
    check = SERVICES[name]["healthcheck"]

    assert check["test"][0] in {"CMD", "CMD-SHELL"}
    assert len(check["test"]) > 1
    assert check["retries"] > 0


@pytest.mark.parametrize("name", sorted(SERVICES))
def test_service_is_not_root(name: str) -> None:
    assert str(SERVICES[name]["user"]) not in {"", "0", "root"}
    assert "no-new-privileges:true" in SERVICES[name]["security_opt"]


@pytest.mark.parametrize("name", OURS)
def test_own_service_writes_to_volumes_only(name: str) -> None:
    assert SERVICES[name]["read_only"] is True
    assert SERVICES[name]["cap_drop"] == ["ALL"]
    assert set(volumes_of(SERVICES[name])) == {"spool", "media"}


@pytest.mark.parametrize("name", sorted(SERVICES))
def test_service_holds_no_secret(name: str) -> None:
    for key, value in SERVICES[name].get("environment", {}).items():
        if SECRETS.search(key):
            assert re.fullmatch(r"\$\{\w+:[?-][^}]*\}", str(value)), key
        # An address may carry a password: then it comes from outside too.
        assert not re.search(r"://[^/@$]*:[^$@][^@]*@", str(value)), key


@pytest.mark.parametrize("name", OURS)
def test_secret_key_and_passwords_must_be_given(name: str) -> None:
    environment = SERVICES[name]["environment"]

    assert environment["SECRET_KEY"].startswith("${SECRET_KEY:?")
    assert environment["TOKEN_KEYS"].startswith("${TOKEN_KEYS:?")
    assert "${POSTGRES_PASSWORD:?" in environment["DATABASE_URL"]
    assert "DEMO" not in environment


@pytest.mark.parametrize("name", OURS)
def test_own_services_share_one_environment(name: str) -> None:
    assert SERVICES[name]["environment"] == SERVICES["pages"]["environment"]


def test_health_checks_may_ask_by_the_local_address() -> None:
    allowed = SERVICES["pages"]["environment"]["ALLOWED_HOSTS"].rsplit("}", 1)[1]

    assert "127.0.0.1" in allowed.split(",")
    assert "http://127.0.0.1:8000/healthz" in SERVICES["pages"]["healthcheck"]["test"][-1]


@pytest.mark.django_db
def test_health_check_is_answered_behind_a_tls_proxy(client: Client, settings: Settings) -> None:
    settings.SECURE_SSL_REDIRECT = True
    settings.ALLOWED_HOSTS = ["firsthand.example.com", "127.0.0.1"]

    assert client.get("/healthz", headers={"host": "127.0.0.1:8000"}).status_code == 200


@pytest.mark.parametrize("name", ["pages", "redirect"])
def test_web_commands_name_an_application(name: str) -> None:
    command = SERVICES[name]["command"]
    module, _, attribute = command[-1].partition(":")
    found = importlib.util.find_spec(module)

    assert command[0] == "granian"
    assert value_after("--interface", command) == "wsgi"
    assert value_after("--blocking-threads", command) == "1"
    assert found is not None
    assert found.origin is not None
    assert f"\ndef {attribute}(" in Path(found.origin).read_text()


@pytest.mark.parametrize("name", ["worker", "beat"])
def test_celery_commands_name_an_application(name: str) -> None:
    command = SERVICES[name]["command"]

    assert command[0] == "celery"
    assert command[3] == name
    assert importlib.import_module(f"{value_after('-A', command)}.celery").app is app


def test_migrate_ends_before_the_others_begin() -> None:
    assert SERVICES["migrate"]["command"][:3] == ["python", "manage.py", "migrate"]
    assert SERVICES["migrate"]["restart"] == "no"
    for name in ("pages", "redirect", "worker", "beat"):
        assert SERVICES[name]["depends_on"]["migrate"]["condition"] == "service_completed_successfully"


def test_worker_listens_to_every_queue() -> None:
    listened = set(value_after("--queues", SERVICES["worker"]["command"]).split(","))
    planned = {entry.get("options", {}).get("queue", "celery") for entry in settings.CELERY_BEAT_SCHEDULE.values()}
    routed = {route.get("queue", "celery") for route in (app.conf.task_routes or {}).values()}
    spooling = hosts.queue(SERVICES["redirect"]["environment"]["SPOOL_HOST"])

    assert {app.conf.task_default_queue, spooling} | planned | routed <= listened


def test_every_planned_task_exists() -> None:
    app.loader.import_default_modules()

    assert {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()} <= set(app.tasks)


def test_redirect_and_worker_share_the_spool() -> None:
    assert volumes_of(SERVICES["redirect"])["spool"] == volumes_of(SERVICES["worker"])["spool"] == "/spool"
    assert "SPOOL_DIR=/spool" in DOCKERFILE
    assert "MEDIA_DIR=/media" in DOCKERFILE


def test_redis_keeps_what_it_was_told() -> None:
    assert value_after("--appendonly", SERVICES["redis"]["command"]) == "yes"
    assert volumes_of(SERVICES["redis"]) == {"redis": "/data"}


def test_salt_is_never_on_a_disk() -> None:
    command = SERVICES["salt"]["command"]

    assert value_after("--save", command) == ""
    assert value_after("--appendonly", command) == "no"
    assert volumes_of(SERVICES["salt"]) == {}
    assert SERVICES["salt"]["tmpfs"] == ["/data"]
    assert SERVICES["pages"]["environment"]["SALT_URL"] == "redis://salt:6379/0"


def test_volumes_are_declared() -> None:
    used = {name for service in SERVICES.values() for name in volumes_of(service)}

    assert used == set(COMPOSE["volumes"])
    assert volumes_of(SERVICES["postgresql"]) == {"postgresql": "/var/lib/postgresql/data"}


def test_nothing_is_published_past_the_proxy() -> None:
    assert not [name for name, service in SERVICES.items() if "ports" in service]


def test_image_does_not_run_as_root() -> None:
    users = re.findall(r"^USER (\S+)$", DOCKERFILE, re.MULTILINE)
    uid = re.search(r"useradd --uid (\d+)", DOCKERFILE)

    assert users == ["firsthand"]
    assert uid is not None
    assert uid[1] == SERVICES["pages"]["user"]
    assert DOCKERFILE.index("USER firsthand") < DOCKERFILE.index("CMD [")


def test_image_holds_no_secret() -> None:
    for line in re.findall(r"^(?:ENV|ARG) (.*)$", DOCKERFILE, re.MULTILINE):
        assert not SECRETS.search(line)
    assert "rm -f /build/secret" in DOCKERFILE
    assert {".env", ".git", "var"} <= set((ROOT / ".dockerignore").read_text().split())


def test_image_answers_like_the_service() -> None:
    written = re.search(r"^CMD (\[.*\])$", DOCKERFILE, re.MULTILINE)

    assert written is not None
    assert yaml.safe_load(written[1]) == SERVICES["pages"]["command"]
