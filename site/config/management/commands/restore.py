from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from config.backup import BackupError, erased
from config.backup.make import Place
from config.backup.restore import restore
from config.env import env
from config.local.folder import Folder
from marketplace.accounts.erasure import reapply


class Command(BaseCommand):
    help = "Brings a backup into an empty database and an empty media folder, and checks that it is whole."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("backup", type=Path, help="the folder that the backup command has made")

    def handle(self, *args: Any, **options: Any) -> None:
        """Restore, or say in one sentence why not."""
        try:
            restore(options["backup"], Place(env.database_url, settings.MEDIA_ROOT), self.stdout.write)
        except BackupError as error:
            raise CommandError(str(error)) from error
        if settings.IS_LOCAL:
            # The next `make demo` finds its world here and builds none.
            (Folder(env.name).path / "seeded").touch()
        again = reapply(erased.read(options["backup"].parent))
        if again:
            self.stdout.write(f"{again} accounts that were erased since the backup are erased again.")
        self.stdout.write("Restored and whole.")
