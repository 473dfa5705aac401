"""A worker that dies by `kill -9`, at each point where it hurts most; the next one sets everything right."""

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from advocacy.clicks import events
from tests.advocacy.clicks.conftest import CHROME, FIREFOX
from tests.advocacy.clicks.crashing import NOW

CLICKS = 60
STARTED_MS = int(NOW.timestamp() * 1000) - 3_600_000


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "REDIS_URL")}
    environment = kept | {"DATA_DIR": str(folder), "DJANGO_SETTINGS_MODULE": "config.settings", "LOG_LEVEL": "ERROR"}
    return subprocess.run(
        [sys.executable, "-m", "tests.advocacy.clicks.crashing", *arguments],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("world")
    made = run(folder, "make")
    assert made.returncode == 0, made.stderr
    return folder


def write_spool(folder: Path) -> None:
    folder.mkdir()
    lines = [
        events.write(
            events.Event(
                events.identifier(at_ms=STARTED_MS + number),
                1 + number % 3,
                STARTED_MS + number,
                events.short(bytes([number // 2] * 16)),
                events.short(bytes([number] * 16)),
                "",
                "www.linkedin.com",
                FIREFOX if number % 5 else CHROME,
            )
        )
        for number in range(CLICKS)
    ]
    lines.insert(7, b"what is this\n")
    (folder / "0123456789abcdef-000001.clicks").write_bytes(b"".join(lines[:40]))
    (folder / "0123456789abcdef-000002.clicks").write_bytes(b"".join(lines[40:]))
    (folder / "0123456789abcdef.losses").write_bytes(b"%020d" % 4)


def sums(folder: Path) -> tuple[object, ...]:
    database = sqlite3.connect(folder / "firsthand.sqlite3")
    try:
        return (
            database.execute("SELECT count(*), sum(is_new_visitor) FROM advocacy_click").fetchone(),
            database.execute(
                "SELECT sum(human), sum(suspect + robot), sum(visitors) FROM advocacy_dailyclicks"
            ).fetchone(),
            database.execute(
                "SELECT events_drained, lines_quarantined, clicks_lost, files_waiting FROM advocacy_spoolhost"
            ).fetchone(),
            database.execute("SELECT count(*) FROM advocacy_spoolposition").fetchone(),
        )
    finally:
        database.close()


@pytest.mark.parametrize(
    ("point", "times"),
    [
        ("before the rows", 1),
        ("between rows and figures", 0),
        ("between rows and figures", 2),
        ("before the commit", 1),
        ("after the commit", 1),
        ("before the file goes", 0),
        ("before its position goes", 0),
    ],
)
def test_sweep_after_a_killed_sweep_counts_everything_once(world: Path, tmp_path: Path, point: str, times: int) -> None:
    shutil.copytree(world, tmp_path / "data")
    write_spool(tmp_path / "data" / "spool")
    killed = run(tmp_path / "data", "sweep", point, str(times))
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    again = run(tmp_path / "data", "sweep")
    assert again.returncode == 0, again.stderr
    assert sums(tmp_path / "data") == ((60, 60), (60, 0, 60), (60, 1, 4, 0), (0,))
    assert [path.name for path in (tmp_path / "data" / "spool").iterdir()] == ["quarantine"]
