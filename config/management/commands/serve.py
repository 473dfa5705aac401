"""manage.py serve: run the web server and the worker in the foreground."""

import os
import subprocess
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import BaseCommand, CommandError

from config import environment, serving, static_files

LOOPBACK = {"127.0.0.1", "::1", "localhost"}


class Command(BaseCommand):
    help = "Runs the web server and the worker together until Ctrl-C."
    # The checks load every page; the processes started here load them themselves.
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default=environment.text("HOST", "127.0.0.1"))
        parser.add_argument("--port", type=int)
        parser.add_argument("--workers", type=int, default=2, help="web processes (2)")

    def handle(self, *args: Any, **options: Any) -> None:
        host = "127.0.0.1" if options["host"] == "localhost" else options["host"]
        if settings.DEMO and host not in LOOPBACK:
            raise CommandError("DEMO lets everybody in as anybody, so it listens on this machine only. Unset HOST.")
        try:
            port = options["port"] or environment.number("PORT", 8000, least=1, most=65535)
            serving.check_port(host=host, port=port)
            if static_files.collect():
                self.stdout.write("Made the style sheet and collected the static files.")
        except (serving.PortTaken, ImproperlyConfigured) as error:
            raise CommandError(str(error)) from error
        except subprocess.CalledProcessError as error:
            raise CommandError("The static files could not be collected; the reason stands above.") from error
        self.stdout.flush()
        plan = serving.Plan(host=host, port=port, workers=options["workers"], folder=str(settings.BASE_DIR))
        # This process becomes the one that watches, and gives back all that Django took.
        os.execv(plan.command[0], plan.command)  # noqa: S606 – a command of our own
