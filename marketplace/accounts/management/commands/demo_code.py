from typing import Any

from allauth.mfa.totp.internal import auth
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from marketplace.accounts import staff


class Command(BaseCommand):
    help = "Prints the authenticator code of a demo's member of staff, good for half a minute."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--role", choices=staff.GROUPS, default="moderator")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.IS_LOCAL:
            raise CommandError("Only a demo has staff with known secrets.")
        counters = list(auth.yield_hotp_counters_from_time())
        counter = counters[len(counters) // 2]
        self.stdout.write(auth.format_hotp_value(auth.hotp_value(staff.demo_secret(options["role"]), counter)))
