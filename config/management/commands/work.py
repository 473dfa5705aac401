"""manage.py work: run the background work, with its timetable, in one process."""

import logging
import os
import warnings
from argparse import ArgumentParser
from typing import Any

from celery.beat import EmbeddedService
from celery.exceptions import SecurityWarning
from django.core.management.base import BaseCommand, CommandError

from config.celery import app


class Command(BaseCommand):
    help = (
        "Runs the tasks and their timetable until Ctrl-C. Once for each installation; further workers: celery worker."
    )
    # The checks load every page, which a worker never shows.
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--threads", type=int, default=2)

    def handle(self, *args: Any, **options: Any) -> None:
        os.environ["CELERY_SKIP_CHECKS"] = "1"
        # Who runs this in a container is often root, and messages are plain JSON; the broker of files has no host.
        warnings.simplefilter("ignore", SecurityWarning)
        logging.getLogger("kombu.connection").setLevel(logging.ERROR)
        # A thread of this process: the worker's own option would fork, and take the same memory again.
        timetable = EmbeddedService(app, thread=True)
        worker = app.Worker(
            pool="threads",
            concurrency=options["threads"],
            loglevel="WARNING",
            quiet=True,
            without_gossip=True,
            without_mingle=True,
            without_heartbeat=True,
        )
        timetable.start()
        try:
            worker.start()
        finally:
            timetable.stop()
        if worker.exitcode:
            raise CommandError("The worker has broken off.", returncode=worker.exitcode)
