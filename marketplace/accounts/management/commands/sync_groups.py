from typing import Any

from django.core.management.base import BaseCommand

from marketplace.accounts import groups


class Command(BaseCommand):
    help = "Makes the staff groups and gives each its permissions. Run it after every migrate."

    def handle(self, *args: Any, **options: Any) -> None:
        for name, count in groups.sync().items():
            self.stdout.write(f"{name}: {count} permissions")
