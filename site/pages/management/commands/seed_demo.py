import time
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from pages.world.build import build


class Command(BaseCommand):
    help = "Builds the demo world. Run again, it adds what is missing and changes nothing else."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.IS_LOCAL:
            raise CommandError("The demo world is for demos: its passwords are known to everybody.")
        started = time.monotonic()
        build(lambda line: self.stdout.write(f"    {time.monotonic() - started:5.1f} s  {line}"))
