"""Every class of the style sheets is worn by something."""

import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
SHEETS = sorted((ROOT / "static" / "css").glob("*.css"))
ROOMS = ("templates", "static/js", "charts", "web", "accounts", "content", "advocacy", "leaderboard")
SET_BY_HTMX = {"htmx-indicator", "htmx-request"}
CLASS = re.compile(r"\.(-?[a-z_][\w-]*)")


@cache
def said() -> tuple[frozenset[str], tuple[str, ...]]:
    """All words that could be a class, and what stands before a value that is filled in: `load--{{ load.level }}`."""
    files = [path for room in ROOMS for path in (ROOT / room).rglob("*") if path.suffix in {".html", ".js", ".py"}]
    text = "\n".join(path.read_text() for path in files)
    return frozenset(re.findall(r"-?[a-z_][\w-]*", text)), tuple(set(re.findall(r"([a-z][\w-]*-)\{(?!%)", text)))


def classes(sheet: Path) -> set[str]:
    text = re.sub(r"/\*.*?\*/", "", sheet.read_text(), flags=re.DOTALL)
    preludes = re.findall(r"([^{};]+)\{", text)
    return {name for prelude in preludes if not prelude.strip().startswith("@") for name in CLASS.findall(prelude)}


def is_worn(name: str) -> bool:
    words, beginnings = said()
    return name in words or name in SET_BY_HTMX or name.startswith(beginnings)


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: path.name)
def test_every_class_is_worn(sheet: Path) -> None:
    assert sorted(name for name in classes(sheet) if not is_worn(name)) == []
