"""A worker of its own that sweeps a spool, and may be killed at a chosen point. Run by test_crashes."""

import os
import signal
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import django
from django.conf import settings

NOW = datetime(2026, 3, 10, 12, 0, tzinfo=UTC)


def main(action: str, point: str = "", times: str = "1") -> None:
    settings.MIGRATION_MODULES = dict.fromkeys(name.rpartition(".")[2] for name in settings.INSTALLED_APPS)
    django.setup()
    if action == "make":
        make()
        return
    from advocacy.clicks import drain, hosts, rows, spool_files, tallies
    from advocacy.models import SpoolPosition

    drain.BATCH_BYTES["sqlite"] = 4096
    places: dict[str, tuple[Any, str]] = {
        "before the rows": (rows, "store"),
        "between rows and figures": (tallies, "add"),
        "before the commit": (hosts, "add"),
        "after the commit": (spool_files, "batch"),
        "before the file goes": (Path, "unlink"),
        "before its position goes": (SpoolPosition, "delete"),
    }
    if point:
        owner, name = places[point]
        setattr(owner, name, deadly(getattr(owner, name), int(times)))
    drain.sweep(now=NOW)


def deadly(function: Callable[..., Any], times: int) -> Callable[..., Any]:
    """Do it so often, then die as by a power cut."""
    left = [times]

    def until_killed(*arguments: Any, **named: Any) -> Any:
        left[0] -= 1
        if left[0] < 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return function(*arguments, **named)

    return until_killed


def make() -> None:
    from django.core.management import call_command

    from tests.accounts.factories import CompanyFactory
    from tests.advocacy.factories import LinkFactory

    call_command("migrate", run_syncdb=True, verbosity=0)
    CompanyFactory.create()
    LinkFactory.create_batch(3)


if __name__ == "__main__":
    main(*sys.argv[1:])
