"""The documents say what the code does, and their links lead somewhere."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
DECISIONS = sorted((ROOT / "docs" / "decisions").glob("[0-9]*.md"))
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
READERS = {"text", "flag", "number", "words", "pairs", "address", "folder", "database", "secret", "keys"}
COMPOSE_AND_MAKE = {"PYTHON", "INSIST", "BROWSER_PATH", "POSTGRES_PASSWORD"}


def variables_in(path: Path) -> set[str]:
    """This will list the names that a module gives to the readers of config.environment."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if not isinstance(node, ast.Call) or not node.args or not isinstance(node.args[0], ast.Constant):
            continue
        called = node.func
        is_reader = (
            isinstance(called, ast.Attribute)
            and called.attr in READERS
            and ast.unparse(called.value) == ("environment")
        )
        is_own = path.name == "environment.py" and isinstance(called, ast.Name) and called.id in READERS
        if is_reader or is_own:
            found.add(str(node.args[0].value))
    return found


def read_variables() -> set[str]:
    return {name for path in (ROOT / "config").rglob("*.py") for name in variables_in(path)}


def documented_variables() -> set[str]:
    text = (ROOT / "docs" / "configuration.md").read_text()
    return set(re.findall(r"^\| `([A-Z_]+)` \|", text, re.MULTILINE))


def test_every_variable_is_documented() -> None:
    read = read_variables()

    assert "SECRET_KEY" in read
    assert read - documented_variables() == set()


def test_every_documented_variable_is_read() -> None:
    assert documented_variables() - read_variables() - COMPOSE_AND_MAKE == set()


@pytest.mark.parametrize("name", sorted(COMPOSE_AND_MAKE))
def test_documented_tool_variable_is_used(name: str) -> None:
    places = [ROOT / "Makefile", ROOT / "docker-compose.yml", *(ROOT / "scripts").glob("*.py")]

    assert any(name in place.read_text() for place in places)


def test_compose_sets_known_variables_only() -> None:
    text = (ROOT / "docker-compose.yml").read_text()
    block = text[text.index("environment: &environment") : text.index("volumes: &volumes")]

    assert set(re.findall(r"^    ([A-Z_]+):", block, re.MULTILINE)) <= documented_variables()


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_lead_somewhere(document: Path) -> None:
    broken = [
        target
        for target in LINK.findall(document.read_text())
        if not target.startswith(("http://", "https://", "#"))
        and not (document.parent / target.partition("#")[0]).exists()
    ]

    assert broken == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_named_files_exist(document: Path) -> None:
    named = re.findall(
        r"`((?:config|leaderboard|advocacy|content|accounts|benchmarks|scripts)/[\w/.]*)`", document.read_text()
    )

    assert [name for name in named if not (ROOT / name).exists()] == []


def test_decisions_are_numbered_without_gaps() -> None:
    assert [path.name[:5] for path in DECISIONS] == [f"{number:04d}-" for number in range(1, len(DECISIONS) + 1)]


@pytest.mark.parametrize("decision", DECISIONS, ids=lambda path: path.stem)
def test_decision_has_its_parts(decision: Path) -> None:
    text = decision.read_text()

    assert text.startswith(f"# {int(decision.name[:4])}. ")
    assert re.findall(r"^## (.+)$", text, re.MULTILINE) == ["Context", "Decision", "Consequence"]
    assert f"({decision.name})" in (decision.parent / "README.md").read_text()


def test_adding_something_takes_seven_steps() -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text()
    section = text[text.index("## How to add X") : text.index("## What a change needs")]
    steps = re.findall(r"^(\d)\. \*\*(.+?)\*\*", section, re.MULTILINE)

    assert [number for number, _name in steps] == list("1234567")
    assert [name for _number, name in steps] == [
        "Model and migration",
        "Rule",
        "Test",
        "View or endpoint",
        "URL",
        "Template",
        "Changelog line",
    ]
