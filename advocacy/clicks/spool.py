"""The process's end of the spool: one append-only file, one line for each answered visit.

Shape of the folder, for a process that drew the id 3f…: `3f….losses` counts what could not be written, and is locked
for as long as the process lives; `3f…-000001.clicks` and so on hold the lines. A file with a successor is closed, and
so is every file of a process whose lock is free. An id is drawn at the start of a process: a process number comes back,
and two containers on one volume may share it.
"""

import errno
import fcntl
import logging
import os
import secrets
import threading
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from weakref import WeakSet

logger = logging.getLogger(__name__)

COUNTER_LENGTH = 20  # digits; written at the start, so that counting needs no room on a full disk
RETRY_SECONDS = 1.0
LOOK_SECONDS = (
    0.25  # how often is asked whether the file is still in its folder; asking for each line costs as much as it
)
COMPLAIN_SECONDS = 60.0


class Spool:
    """Appends lines and never raises: a visitor is not kept waiting because a disk is full."""

    def __init__(self, *, folder: Path, rotate_bytes: int, rotate_seconds: float, fsync_seconds: float) -> None:
        self.folder = folder
        self.rotate_bytes = rotate_bytes
        self.rotate_seconds = rotate_seconds
        self.fsync_seconds = fsync_seconds  # 0: with every line; else also the most that a power cut can take
        self._start()
        _spools.add(self)

    def _start(self) -> None:
        self._lock = threading.Lock()
        self._process = secrets.token_hex(8)
        self._sequence = 0
        self._file: int | None = None
        self._counter: int | None = None
        self._size = 0
        self._seen_size = 0  # what stood in the file when it was last seen in its folder
        self._rotate_at = 0.0
        self._look_at = 0.0  # before that, nothing but writing has to be done
        self._complain_at = 0.0
        self._is_torn = False
        self._is_dirty = False
        self._is_folder_dirty = False
        self._retired: list[int] = []
        self._stop = threading.Event()
        self._syncer: threading.Thread | None = None
        self.lost = 0

    def append(self, line: bytes, *, now: float) -> bool:
        """Write one line, whole, before answering.

        Shape: False when it could not be written; the loss is counted.
        """
        with self._lock:
            try:
                file = self._file
                if file is None or now >= self._look_at:
                    file = self._current(now)
                    if self._is_torn:
                        line = b"\n" + line
                written = os.write(file, line)
                self._size += written
                self._is_dirty = True
                if written < len(line):
                    self._is_torn = True
                    self._look_at = 0.0
                    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
                if self._look_at == 0.0 or self._size >= self.rotate_bytes or not self.fsync_seconds:
                    self._settle(file, now)
            except OSError as error:
                self._lose(error, now)
                return False
        return True

    def sync(self) -> None:
        """Push to the disk what was written since the last time."""
        with self._lock:
            files, self._retired = self._retired, []
            if self._is_dirty and self._file is not None:
                files = [*files, os.dup(self._file)]
            self._is_dirty = False
            self._look_at = 0.0  # also when the clock was set back
            is_folder_dirty, self._is_folder_dirty = self._is_folder_dirty, False
        if is_folder_dirty:
            files.append(os.open(self.folder, os.O_RDONLY))
        for file in files:
            try:
                os.fsync(file)
            finally:
                os.close(file)

    def close(self) -> None:
        """End the process's part: its files are closed and its lock is free."""
        self._stop.set()
        with self._lock:
            if self._file is not None:
                self._retired.append(self._file)
                self._file = None
        try:
            self.sync()
        except OSError as error:
            logger.warning("The last clicks were not pushed to the disk: %s.", error.strerror)
        with self._lock:
            if self._counter is not None:
                os.close(self._counter)
                self._counter = None

    def _settle(self, file: int, now: float) -> None:
        """This will say, after a line that was written whole, when something else has to be done before the next."""
        self._is_torn = False
        if not self.fsync_seconds:
            os.fsync(file)
        is_full = self._size >= self.rotate_bytes
        self._look_at = 0.0 if is_full else min(self._rotate_at, now + LOOK_SECONDS)

    def _current(self, now: float) -> int:
        old = self._file
        if old is None:
            return self._open(now)
        self._look_at = 0.0
        found = os.fstat(old)
        if found.st_nlink == 0:  # somebody removed it: it would swallow every line without an error
            unseen = os.pread(old, found.st_size - self._seen_size, self._seen_size)
            self._retired.append(old)
            self._file = None
            return self._write_again(unseen, now)
        self._seen_size = found.st_size
        if (self._size >= self.rotate_bytes or now >= self._rotate_at) and self._size:
            try:
                file = self._open(now)
            except OSError:
                self._rotate_at = now + RETRY_SECONDS  # no room for a new file: there may be some left in this one
                self._size = 1  # and the size counts anew, so that not every line tries again
            else:
                self._retired.append(old)
                return file
        return old

    def _write_again(self, lines: bytes, now: float) -> int:
        """This will keep what was written since the removed file was last seen. A line that comes twice counts once."""
        written = 0
        try:
            file = self._open(now)
            while written < len(lines):
                self._is_torn = written > 0
                written += os.write(file, lines[written:])
        except OSError:
            self.lost += lines.count(b"\n", written)
            raise
        self._size, self._is_torn = written, False
        return file

    def _open(self, now: float) -> int:
        self.folder.mkdir(parents=True, exist_ok=True)
        self._hold_counter()
        sequence = self._sequence + 1
        path = self.folder / f"{self._process}-{sequence:06}.clicks"
        file = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT | os.O_EXCL, 0o600)
        self._file, self._sequence = file, sequence
        self._size, self._seen_size, self._is_torn, self._look_at = 0, 0, False, 0.0
        self._rotate_at = now + self.rotate_seconds
        self._is_folder_dirty = True
        if self._syncer is None and self.fsync_seconds:
            self._syncer = threading.Thread(target=self._keep_syncing, name="spool-sync", daemon=True)
            self._syncer.start()
        return file

    def _hold_counter(self) -> None:
        if self._counter is not None and os.fstat(self._counter).st_nlink:
            return
        counter = os.open(self.folder / f"{self._process}.losses", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(counter, fcntl.LOCK_EX)
            if os.fstat(counter).st_nlink == 0:  # a drain took it for a dead process's between our two calls
                raise OSError(errno.ENOENT, os.strerror(errno.ENOENT))
            os.pwrite(counter, b"%0*d" % (COUNTER_LENGTH, self.lost), 0)
        except OSError:
            os.close(counter)
            raise
        if self._counter is not None:
            os.close(self._counter)
        self._counter = counter

    def _lose(self, error: OSError, now: float) -> None:
        self.lost += 1
        if self._counter is not None:
            with suppress(OSError):  # the sum is kept in memory, and written with the next loss
                os.pwrite(self._counter, b"%0*d" % (COUNTER_LENGTH, self.lost), 0)
        if now >= self._complain_at:
            self._complain_at = now + COMPLAIN_SECONDS
            logger.error("%d clicks were answered and not recorded: %s.", self.lost, error.strerror)

    def _keep_syncing(self) -> None:
        stop = self._stop
        while not stop.wait(self.fsync_seconds):
            try:
                self.sync()
            except OSError as error:
                logger.warning("Clicks were not pushed to the disk: %s.", error.strerror)

    def start_after_fork(self) -> None:
        """Begin a file of this process's own; the parent goes on with the one that stands here."""
        inherited = [file for file in (self._file, self._counter, *self._retired) if file is not None]
        self._start()
        for file in inherited:  # closing our copy leaves the parent's lock where it is
            os.close(file)


_spools: WeakSet[Spool] = WeakSet()


def _start_after_fork() -> None:
    for spool in list(_spools):
        spool.start_after_fork()


os.register_at_fork(after_in_child=_start_after_fork)


@lru_cache(maxsize=1)
def of_process(*, folder: Path, rotate_bytes: int, rotate_seconds: float, fsync_seconds: float) -> Spool:
    """Give this process its one spool."""
    return Spool(folder=folder, rotate_bytes=rotate_bytes, rotate_seconds=rotate_seconds, fsync_seconds=fsync_seconds)
