"""Read docker-compose.yml as what it means: which command runs with which environment, and how its health is asked."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parent.parent
FILE = ROOT / "docker-compose.yml"
_VARIABLE = re.compile(r"\$\$|\$\{(?P<name>\w+)(?::(?P<kind>[-?])(?P<rest>[^}]*))?\}")


@dataclass(frozen=True)
class Service:
    name: str
    command: list[str]
    environment: dict[str, str]
    health: list[str]  # the command that asks; empty when there is none


def filled(text: str, variables: Mapping[str, str]) -> str:
    """This will put values where the file names variables, as docker compose does.

    Errors: KeyError with the file's own sentence for a variable that must be set and is not.
    """

    def value(match: re.Match[str]) -> str:
        if match[0] == "$$":
            return "$"
        found = variables.get(match["name"], "")
        if found or match["kind"] is None:
            return found
        if match["kind"] == "?":
            raise KeyError(match["rest"])
        return str(match["rest"])

    return _VARIABLE.sub(value, text)


def services(variables: Mapping[str, str]) -> dict[str, Service]:
    """This will read every service of the file. Shape: by name, in the file's order."""
    written = yaml.safe_load(FILE.read_text())
    return {name: _service(name, entry, variables) for name, entry in written["services"].items()}


def _service(name: str, entry: dict[str, Any], variables: Mapping[str, str]) -> Service:
    asked = entry.get("healthcheck", {}).get("test", [])
    if asked and asked[0] == "CMD-SHELL":
        asked = ["CMD", "sh", "-c", *asked[1:]]
    return Service(
        name=name,
        command=[filled(str(part), variables) for part in entry.get("command", [])],
        environment={key: filled(str(value), variables) for key, value in entry.get("environment", {}).items()},
        health=[filled(str(part), variables) for part in asked[1:]],
    )
