"""Static files, collected again only when one of them changed: compressing them takes longer than everything else."""

import hashlib
import subprocess
import sys
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders

from config.apps import StaticFiles


def collect() -> bool:
    """This will make the style sheet and collect all static files, unless that is done already.

    Shape: whether anything was done. In processes of their own, because the font tools hold much memory.
    Safe to repeat. Errors: CalledProcessError.
    """
    if record().is_file() and record().read_text() == digest():
        return False
    for command in (["build_assets"], ["collectstatic", "--noinput", "--verbosity", "0"]):
        subprocess.run(  # noqa: S603 – commands of our own
            [sys.executable, "manage.py", *command], cwd=settings.BASE_DIR, check=True, stdout=subprocess.DEVNULL
        )
    record().write_text(digest())
    return True


def record() -> Path:
    """This will name the file that remembers what was collected."""
    return Path(settings.STATIC_ROOT).with_suffix(".collected")


def digest() -> str:
    """This will name the state of every file that the finders know: path, size and time of change."""
    states = []
    for finder in get_finders():
        for path, storage in finder.list(StaticFiles.ignore_patterns):
            state = Path(storage.path(path)).stat()
            states.append(f"{path} {state.st_size} {state.st_mtime_ns}")
    return hashlib.sha256("\n".join(sorted(states)).encode()).hexdigest()
