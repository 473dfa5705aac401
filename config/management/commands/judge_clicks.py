"""Judge clicks again that are stored already: after an update of the list of robots, or of the rules."""

from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts import company
from advocacy.clicks import again


class Command(BaseCommand):
    help = "Judges the clicks of some days again, and corrects the figures of those days. Safe to repeat."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("since", type=date.fromisoformat, help="the first day, as 2026-03-31")
        parser.add_argument("until", type=date.fromisoformat, help="the day after the last one")

    def handle(self, *_: Any, since: date, until: date, **__: Any) -> None:
        if since >= until:
            raise CommandError("There is no day in between.")
        zone = company.current().zone
        names = again.judge_names()
        clicks = again.judge(since=since, until=until, zone=zone)
        days = again.recompute(since=since, until=until, zone=zone)
        self.stdout.write(f"{names} names, {clicks} clicks and {days} figures are judged otherwise now.")
