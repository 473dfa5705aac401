"""manage.py createadmin EMAIL: make the first administrator."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.urls import reverse
from django.utils import timezone

from accounts import administrators


class Command(BaseCommand):
    help = "Makes a person with this e-mail address an administrator."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--password", action="store_true", help="read a password from the standard input")

    def handle(self, *args: Any, **options: Any) -> None:
        password = sys.stdin.readline().rstrip("\n") if options["password"] else ""
        try:
            person = administrators.appoint(email=options["email"], now=timezone.now())
            if options["password"]:
                validate_password(password, person)
                person.set_password(password)
                person.save(update_fields=["password"])
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        door = f"{settings.SITE_URL}{reverse('account_login')}"
        way = "with your e-mail address and the password" if options["password"] else "with a code sent to this address"
        self.stdout.write(f"{person.email} is an administrator. Sign in at {door} {way}.")
        if not options["password"] and not settings.EMAIL_HOST:
            self.stdout.write(
                f"No mail server is set (EMAIL_HOST), so the code is written to a file in {settings.EMAIL_FILE_PATH}."
            )
