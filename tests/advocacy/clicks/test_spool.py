import errno
import multiprocessing
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from advocacy.clicks import spool_files
from advocacy.clicks.spool import LOOK_SECONDS, Spool

WRITER = """
import sys, time
from pathlib import Path
from advocacy.clicks.spool import Spool
spool = Spool(folder=Path(sys.argv[1]), rotate_bytes=5000, rotate_seconds=3600, fsync_seconds=1)
number = 0
while True:
    number += 1
    assert spool.append(b"%d\\n" % number, now=0.0)
    sys.stdout.buffer.write(b"%d\\n" % number)
    sys.stdout.buffer.flush()
"""


def opened(folder: Path, **changes: float) -> Spool:
    settings = {"rotate_bytes": 1000, "rotate_seconds": 60, "fsync_seconds": 3600} | changes
    return Spool(folder=folder, **settings)  # type: ignore[arg-type]


@pytest.fixture
def spool(tmp_path: Path) -> Iterator[Spool]:
    found = opened(tmp_path / "spool")
    yield found
    found.close()


def contents(folder: Path) -> list[bytes]:
    return [file.path.read_bytes() for file in spool_files.waiting(folder)]


def test_append_writes_before_it_answers(spool: Spool) -> None:
    assert spool.append(b"one\n", now=0)
    assert spool.append(b"two\n", now=0)
    assert contents(spool.folder) == [b"one\ntwo\n"]


def test_append_rotates_by_size_and_age(spool: Spool) -> None:
    spool.append(b"x" * 999 + b"\n", now=0)
    spool.append(b"two\n", now=1)
    spool.append(b"three\n", now=60)
    spool.append(b"four\n", now=61)
    assert contents(spool.folder)[1:] == [b"two\nthree\n", b"four\n"]


def test_append_after_a_torn_line_begins_a_new_one(spool: Spool, monkeypatch: pytest.MonkeyPatch) -> None:
    spool.append(b"whole\n", now=0)
    write = os.write
    monkeypatch.setattr(os, "write", lambda file, line: write(file, line[:3]))
    assert not spool.append(b"torn line\n", now=0)
    monkeypatch.undo()
    assert spool.append(b"next\n", now=0)
    assert contents(spool.folder) == [b"whole\ntor\nnext\n"]
    assert list(spool_files.losses(spool.folder).values()) == [1]


def test_append_counts_what_a_full_disk_takes(spool: Spool, monkeypatch: pytest.MonkeyPatch) -> None:
    spool.append(b"whole\n", now=0)

    def full(file: int, line: bytes) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "write", full)
    assert [spool.append(b"lost\n", now=0) for _ in range(3)] == [False] * 3
    monkeypatch.undo()
    assert spool.append(b"next\n", now=0)
    assert list(spool_files.losses(spool.folder).values()) == [3]


def test_append_writes_on_in_the_old_file_when_a_new_one_cannot_be_made(
    spool: Spool, monkeypatch: pytest.MonkeyPatch
) -> None:
    spool.append(b"one\n", now=0)
    real = os.open

    def full(path: str, flags: int, mode: int = 0o777) -> int:
        if flags & os.O_CREAT:
            raise OSError(errno.ENOSPC, "No space left on device")
        return real(path, flags, mode)

    monkeypatch.setattr(os, "open", full)
    assert spool.append(b"two\n", now=60)
    monkeypatch.undo()
    assert spool.append(b"three\n", now=62)
    assert contents(spool.folder) == [b"one\ntwo\n", b"three\n"]


def test_append_remembers_losses_until_the_folder_can_be_written(tmp_path: Path) -> None:
    blocked = tmp_path / "spool"
    blocked.write_text("a file where the folder should be")
    spool = opened(blocked)
    assert not spool.append(b"lost\n", now=0)
    assert not spool.append(b"lost\n", now=0)
    blocked.unlink()
    assert spool.append(b"kept\n", now=1)
    assert list(spool_files.losses(blocked).values()) == [2]
    spool.close()


def test_append_notices_that_its_folder_was_removed(spool: Spool) -> None:
    spool.append(b"one\n", now=0)
    for path in spool.folder.iterdir():
        path.unlink()
    spool.folder.rmdir()
    assert spool.append(b"two\n", now=0)
    assert spool.append(b"three\n", now=LOOK_SECONDS)
    assert contents(spool.folder) == [b"one\ntwo\nthree\n"]  # what was drained before is known by its id
    assert len(spool_files.losses(spool.folder)) == 1


def test_append_looks_for_its_file_again_when_the_clock_was_set_back(spool: Spool) -> None:
    spool.append(b"one\n", now=5000)
    for path in spool.folder.iterdir():
        path.unlink()
    spool.append(b"two\n", now=0)
    spool.sync()
    spool.append(b"three\n", now=0)
    assert contents(spool.folder) == [b"one\ntwo\nthree\n"]  # what was drained before is known by its id


def test_append_pushes_every_line_to_the_disk_when_told_to(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pushed = []
    monkeypatch.setattr(os, "fsync", pushed.append)
    spool = opened(tmp_path, fsync_seconds=0)
    spool.append(b"one\n", now=0)
    spool.append(b"two\n", now=0)
    assert len(pushed) == 2
    spool.close()


def test_sync_pushes_files_and_their_folder_once(spool: Spool, monkeypatch: pytest.MonkeyPatch) -> None:
    spool.append(b"x" * 1000, now=0)
    spool.append(b"y" * 10, now=0)
    pushed = []
    monkeypatch.setattr(os, "fsync", pushed.append)
    spool.sync()
    assert len(pushed) == 3
    spool.sync()
    assert len(pushed) == 3


def test_a_file_is_closed_by_its_successor_and_by_the_end_of_its_process(spool: Spool) -> None:
    spool.append(b"x" * 1000, now=0)
    spool.append(b"y\n", now=0)
    files = spool_files.waiting(spool.folder)
    assert [spool_files.is_closed(file, files) for file in files] == [True, False]
    spool.close()
    assert [spool_files.is_closed(file, files) for file in files] == [True, True]


def child_appends(spool: Spool) -> None:
    spool.append(b"child\n", now=0)
    os._exit(0)


def test_append_after_a_fork_leaves_the_parents_file_alone(spool: Spool) -> None:
    spool.append(b"parent\n", now=0)
    child = multiprocessing.get_context("fork").Process(target=child_appends, args=(spool,))
    child.start()
    child.join()
    spool.append(b"parent\n", now=0)
    assert sorted(contents(spool.folder)) == [b"child\n", b"parent\nparent\n"]
    files = spool_files.waiting(spool.folder)
    assert sorted(spool_files.is_closed(file, files) for file in files) == [False, True]


def test_held_lets_one_worker_at_a_file(spool: Spool) -> None:
    spool.append(b"one\n", now=0)
    (file,) = spool_files.waiting(spool.folder)
    with spool_files.held(file) as first, spool_files.held(file) as second:
        assert first is not None
        assert second is None
    with spool_files.held(file) as again:
        assert again is not None
    file.path.unlink()
    with spool_files.held(file) as gone:
        assert gone is None


def test_nothing_that_was_acknowledged_is_lost_when_the_process_is_killed(tmp_path: Path) -> None:
    writer = subprocess.Popen(
        [sys.executable, "-c", WRITER, str(tmp_path)], stdout=subprocess.PIPE, env={**os.environ, "PYTHONPATH": "."}
    )
    assert writer.stdout is not None
    acknowledged = 0
    while acknowledged < 5000:
        acknowledged = int(writer.stdout.readline())
    writer.kill()
    rest = writer.stdout.read().splitlines(keepends=True)
    writer.stdout.close()
    writer.wait()
    acknowledged = max([acknowledged, *(int(line) for line in rest if line.endswith(b"\n"))])
    written = b"".join(contents(tmp_path)).splitlines()
    assert written[:acknowledged] == [b"%d" % number for number in range(1, acknowledged + 1)]
    files = spool_files.waiting(tmp_path)
    assert len(files) > 3
    assert all(spool_files.is_closed(file, files) for file in files)
