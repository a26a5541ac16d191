"""The pages of docs/ that are drawn from the code."""

from collections.abc import Callable
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import translation

from config.docs import environment, erd, events, navigation, openapi, permissions, personal, states
from config.env import ROOT

PAGES: dict[str, Callable[[], str]] = {
    "erd.svg": erd.page,
    "events.md": events.page,
    "navigation.md": navigation.page,
    "openapi.json": openapi.page,
    "permissions.md": permissions.page,
    "personal-data.md": personal.page,
    "settings.md": environment.page,
    "states.md": states.page,
}


class Command(BaseCommand):
    help = "Draws the pages of docs/ that are made from the code."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="Draw nothing; fail when a page is out of date.")

    def handle(self, *args: Any, check: bool, **options: Any) -> None:
        """Write what has changed, or name it."""
        with translation.override("en"):
            drawn = {name: draw() for name, draw in PAGES.items()}
        stale = [name for name, text in drawn.items() if _on_disk(name) != text]
        if check and stale:
            raise CommandError(f"Out of date in docs/: {', '.join(stale)}. Run make docs.")
        for name in stale:
            (ROOT / "docs" / name).write_text(drawn[name])
            self.stdout.write(f"docs/{name}")


def _on_disk(name: str) -> str:
    path = ROOT / "docs" / name
    return path.read_text() if path.exists() else ""
