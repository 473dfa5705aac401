"""Reading docker-compose.yml as docker compose does."""

import importlib
from pathlib import Path
from types import ModuleType

import pytest

SCRIPTS = Path(__file__).resolve().parent.parent.parent / "scripts"
GIVEN = {
    "SECRET_KEY": "given",
    "TOKEN_KEYS": "given",
    "POSTGRES_PASSWORD": "given",
    "SITE_URL": "http://127.0.0.1:1",
    "ALLOWED_HOSTS": "127.0.0.1",
    "EMAIL_HOST": "given",
}


@pytest.fixture
def composition(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(SCRIPTS)
    return importlib.import_module("composition")


@pytest.mark.parametrize(
    ("text", "filled"),
    [
        ("plain", "plain"),
        ("${NAME}", "value"),
        ("a ${NAME} b ${NAME}", "a value b value"),
        ("${OTHER}", ""),
        ("${OTHER:-default: of it}", "default: of it"),
        ("${NAME:-default}", "value"),
        ("${EMPTY:-default}", "default"),
        ("${NAME:?Say it}", "value"),
        ("celery@$$HOSTNAME", "celery@$HOSTNAME"),
    ],
)
def test_filled(composition: ModuleType, text: str, filled: str) -> None:
    assert composition.filled(text, {"NAME": "value", "EMPTY": ""}) == filled


@pytest.mark.parametrize("name", sorted(GIVEN))
def test_services_ask_for_what_must_be_set(composition: ModuleType, name: str) -> None:
    with pytest.raises(KeyError, match=name):
        composition.services({key: value for key, value in GIVEN.items() if key != name})


def test_services_have_commands_environment_and_health(composition: ModuleType) -> None:
    services = composition.services(GIVEN)

    assert services["pages"].environment["SECRET_KEY"] == "given"
    assert services["pages"].health[0] == "python"
    assert services["worker"].health[:2] == ["sh", "-c"]
    assert services["worker"].health[2].endswith("celery@$HOSTNAME")
    assert services["migrate"].health == []
    assert services["redis"].command[0] == "redis-server"
