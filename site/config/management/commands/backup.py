from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from config.backup import BackupError, erased, manifest
from config.backup.make import Place, backup
from config.env import ROOT, env


class Command(BaseCommand):
    help = "Copies database and media, as they are at one moment, into a new folder. The site goes on meanwhile."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--to", type=Path, default=ROOT / ".local" / "backups", help="the folder of all backups")
        parser.add_argument("--keep", type=int, default=0, help="remove all but so many of the newest")

    def handle(self, *args: Any, **options: Any) -> None:
        """Make it and say where it is."""
        try:
            made = backup(Place(env.database_url, settings.MEDIA_ROOT), options["to"], options["keep"])
        except (BackupError, OSError) as error:
            raise CommandError(f"No backup was made. {error}") from error
        erased.write(options["to"])
        said = manifest.read(made)
        self.stdout.write(f"{made}: {len(said.tables)} tables, {said.rows()} rows, {said.files} files")
        if said.missing:
            self.stderr.write(f"{len(said.missing)} files that rows name were missing before: see its manifest.json")
