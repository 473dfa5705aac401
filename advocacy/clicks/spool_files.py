"""The worker's end of the spool: which files wait, which of them are closed, and their lines."""

import fcntl
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import time

from advocacy.clicks.spool import COUNTER_LENGTH

QUARANTINE = "quarantine"
ORPHAN_SECONDS = 60.0
_CLICKS = re.compile(r"([0-9a-f]{16})-(\d{6,12})\.clicks")
_LOSSES = re.compile(r"([0-9a-f]{16})\.losses")


@dataclass(frozen=True)
class SpoolFile:
    path: Path
    process: str
    sequence: int

    @property
    def name(self) -> str:
        return self.path.name


@dataclass(frozen=True)
class Batch:
    """Lines as they stand in a file, each with the byte it begins at, and where the next batch begins."""

    lines: list[tuple[int, bytes]]
    end: int


def waiting(folder: Path) -> list[SpoolFile]:
    """List the files of clicks, each process's in the order it wrote them. A folder that is not there has none."""
    try:
        names = [path.name for path in folder.iterdir()]
    except FileNotFoundError:
        return []
    found = [(match, name) for name in names if (match := _CLICKS.fullmatch(name))]
    files = [SpoolFile(path=folder / name, process=match[1], sequence=int(match[2])) for match, name in found]
    return sorted(files, key=lambda file: (file.process, file.sequence))


def is_closed(file: SpoolFile, files: list[SpoolFile]) -> bool:
    """Will nothing be written to this file any more: has it a successor, or is its process gone?"""
    if any(other.process == file.process and other.sequence > file.sequence for other in files):
        return True
    counter = file.path.with_name(f"{file.process}.losses")
    if counter.exists():
        return not _is_held(counter)
    # Somebody removed the counter; its process says so with the next click.
    return file.path.exists() and time() - file.path.stat().st_mtime > ORPHAN_SECONDS


@contextmanager
def held(file: SpoolFile) -> Iterator[int | None]:
    """Keep a file for this worker alone. Shape: its descriptor; None when another has it, or had it and removed it."""
    try:
        descriptor = os.open(file.path, os.O_RDONLY)
    except FileNotFoundError:
        yield None
        return
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield None
            return
        yield descriptor if os.fstat(descriptor).st_nlink else None
    finally:
        os.close(descriptor)


def batch(descriptor: int, *, position: int, most_bytes: int, is_closed: bool) -> Batch:
    """Read the next whole lines; of a closed file its torn end too. What never ends is cut, and will be unreadable."""
    chunk = os.pread(descriptor, most_bytes, position)
    is_end = len(chunk) < most_bytes
    length = len(chunk) if is_end and is_closed else chunk.rfind(b"\n") + 1
    if not length and not is_end:
        length = len(chunk)
    lines = []
    begins = 0
    for line in chunk[:length].split(b"\n"):
        if line:
            lines.append((position + begins, line))
        begins += len(line) + 1
    return Batch(lines=lines, end=position + length)


def quarantine(file: SpoolFile, lines: list[tuple[int, bytes]]) -> None:
    """Put lines that cannot be stored aside, each with the byte it stood at. A repetition repeats them."""
    folder = file.path.parent / QUARANTINE
    folder.mkdir(exist_ok=True)
    with (folder / f"{file.name}.lines").open("ab") as handle:
        handle.writelines(b"%d\t%b\n" % numbered for numbered in lines)


def losses(folder: Path) -> dict[str, int]:
    """Read what each process could not write. Shape: file name → clicks."""
    try:
        names = [path.name for path in folder.iterdir() if _LOSSES.fullmatch(path.name)]
    except FileNotFoundError:
        return {}
    found = {}
    for name in names:
        try:
            digits = (folder / name).read_bytes()[:COUNTER_LENGTH]
        except FileNotFoundError:
            continue
        found[name] = int(digits) if digits.isdigit() else 0
    return found


def remove_counter(folder: Path, name: str, *, counted: int) -> bool:
    """Remove the counter of a process that is gone, with all its files, once everything in it was counted."""
    process = name.partition(".")[0]
    if any(file.process == process for file in waiting(folder)):
        return False
    try:
        descriptor = os.open(folder / name, os.O_RDONLY)
    except FileNotFoundError:
        return True
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        digits = os.pread(descriptor, COUNTER_LENGTH, 0)
        if digits.isdigit() and int(digits) != counted:
            return False
        (folder / name).unlink(missing_ok=True)
    except BlockingIOError:
        return False
    finally:
        os.close(descriptor)
    return True


def _is_held(counter: Path) -> bool:
    try:
        descriptor = os.open(counter, os.O_RDONLY)
    except FileNotFoundError:
        return False
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(descriptor)
    return False
