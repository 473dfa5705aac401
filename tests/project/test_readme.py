"""The README: short, with a picture, and its commands exist."""

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
README = (ROOT / "README.md").read_text()


def test_readme_is_short() -> None:
    assert len(README.splitlines()) <= 120


def test_readme_shows_a_picture() -> None:
    picture = ROOT / "docs" / "screenshot.png"

    assert "(docs/screenshot.png)" in README
    assert picture.read_bytes()[:8] == b"\x89PNG\r\n\x1a\n"


def test_commands_are_targets_of_the_makefile() -> None:
    makefile = (ROOT / "Makefile").read_text()
    targets = set(re.findall(r"^([a-z]+):", makefile, re.MULTILINE))
    texts = README + (ROOT / "CONTRIBUTING.md").read_text()
    blocks = re.findall(r"```text\n(.*?)```|`([^`\n]*)`", texts, re.DOTALL)
    named = set(re.findall(r"\bmake ([a-z]+)", "\n".join(block or code for block, code in blocks)))

    assert {"demo", "test"} <= named <= targets


def test_first_python_is_the_one_required() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]

    assert project["requires-python"] == ">=3.11"
    assert "Python 3.11" in README


def test_version_is_in_the_changelog() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    changelog = (ROOT / "CHANGELOG.md").read_text()

    assert "## Unreleased" in changelog
    assert project["version"] in changelog


def test_licence_is_the_one_named() -> None:
    assert "BSD-3-Clause" in README
    assert "BSD 3-Clause" in (ROOT / "LICENSE").read_text()
