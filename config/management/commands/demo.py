"""Prepare the demo, fill it when it is empty, and serve it: one command, a second start in seconds."""

import sys
import time
from argparse import ArgumentParser
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError, call_command

from accounts.models import Person
from config import environment, static_files
from config.demo import build

BAR = 28


class Command(BaseCommand):
    help = "Prepare, fill and serve the demo on this machine only."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--people", type=int, default=environment.number("PEOPLE", 2000, least=50, most=400_000))
        parser.add_argument("--port", type=int, default=environment.number("PORT", 8000, least=1, most=65535))
        parser.add_argument("--tables", default="", help="a name for the tables' state, remembered when all is ready")
        parser.add_argument("--only-fill", action="store_true", help="do not serve")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("This fills a database with invented people, so it needs DEMO=yes. Use make demo.")
        started = time.monotonic()
        ready = settings.DATA_DIR / "ready"
        # The style sheet, the fonts and their compressed forms are made by other processes meanwhile.
        with ThreadPoolExecutor(1) as pool:
            collected = pool.submit(static_files.collect)
            call_command("migrate", interactive=False, verbosity=0)
            is_new = not ready.exists()
            if is_new:
                if Person.objects.exists():
                    # An earlier filling broke off half way.
                    call_command("flush", interactive=False, verbosity=0)
                build.fill_now(size=options["people"], tell=self.tell)
            collected.result()
        ready.write_text(options["tables"])
        if is_new:
            self.tell(f"{Person.objects.count():,} people, ready in {time.monotonic() - started:.0f} s", 1.0)
            self.stdout.write("")
        if not options["only_fill"]:
            call_command("serve", port=options["port"])

    def tell(self, what: str, part: float) -> None:
        """This will draw the progress bar; without a terminal, one line for each new step."""
        done = round(min(max(part, 0.0), 1.0) * BAR)
        line = f"{'█' * done}{'░' * (BAR - done)}  {what}"
        if sys.stdout.isatty():
            self.stdout.write(f"\r\x1b[K{line}", ending="")
            self.stdout.flush()
        elif what != getattr(self, "told", ""):
            self.stdout.write(what)
            self.told = what
