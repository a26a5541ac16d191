import time
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from pages.world.bulk import load


class Command(BaseCommand):
    help = "Adds many synthetic projects, for measuring."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--projects", type=int, default=100_000, help="how many (100000)")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.IS_LOCAL:
            raise CommandError("Synthetic listings are for demos and tests.")
        if options["projects"] < 1:
            raise CommandError("At least one project.")
        started = time.monotonic()
        load(options["projects"], lambda line: self.stdout.write(f"    {time.monotonic() - started:5.1f} s  {line}"))
        self.stdout.write(f"{options['projects']} projects in {time.monotonic() - started:.0f} s")
