from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from config.backup import BackupError
from config.backup.drill import drill
from config.backup.make import Place
from config.env import env


class Command(BaseCommand):
    help = "Backs up, restores into a PostgreSQL of its own, checks, and throws that away. Nothing else is touched."
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        """Run the drill and say how long each part took."""
        try:
            drill(Place(env.database_url, settings.MEDIA_ROOT), self.stdout.write)
        except BackupError as error:
            raise CommandError(str(error)) from error
        self.stdout.write("The drill went well.")
