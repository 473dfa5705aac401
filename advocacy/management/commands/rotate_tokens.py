from typing import Any

from django.core.management.base import BaseCommand

from advocacy import connections


class Command(BaseCommand):
    help = "Encrypts the tokens of connected accounts anew with the first of TOKEN_KEYS; safe to repeat."

    def handle(self, *args: Any, **options: Any) -> None:
        done = connections.reseal()
        left = connections.unreadable()
        self.stdout.write(f"{done} rows are encrypted with the first key.")
        if left:
            self.stderr.write(f"{left} rows cannot be read with any of the keys; their owners have to connect again.")
