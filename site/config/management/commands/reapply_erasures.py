from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from config.backup import erased
from marketplace.accounts.erasure import reapply


class Command(BaseCommand):
    help = "Erases again whom erased.txt in a folder of backups names, when something else than `restore` restored."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, help="the folder that holds the backups and erased.txt")

    def handle(self, *args: Any, **options: Any) -> None:
        """Say how many there were."""
        self.stdout.write(f"{reapply(erased.read(options['folder']))} accounts were erased again.")
