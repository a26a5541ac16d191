import sys
from getpass import getpass
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from marketplace.accounts import staffing
from marketplace.core.errors import Refusal


class Command(BaseCommand):
    help = "Makes an admin whose address counts as proved. The password is asked for, or read from standard input."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--name", required=True, help="what people read: “Aigul Serik”")
        parser.add_argument("--language", choices=dict(settings.LANGUAGES), default=settings.LANGUAGE_CODE)

    def handle(self, *args: Any, **options: Any) -> None:
        email = options["email"]
        if staffing.is_admin(email):
            self.stdout.write(f"{email} is an admin already. Nothing was changed.")
            return
        try:
            staffing.make_admin(email, options["name"], password(), locale=options["language"])
        except Refusal as refusal:
            raise CommandError(f"{refusal} Nothing was changed.") from None
        self.stdout.write(f"{email} is an admin. The second factor is set up at the first visit of /admin/.")


def password() -> str:
    """What is typed twice at a terminal; a program writes one line. Never an argument: those everybody can list."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    first = getpass("Password: ")
    if getpass("Password again: ") != first:
        raise CommandError("The passwords are not the same. Nothing was changed.")
    return first
