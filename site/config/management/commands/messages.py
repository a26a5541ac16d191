"""The translations in locale/."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from config.messages import catalogues


class Command(BaseCommand):
    requires_system_checks = []
    help = "Puts every text of the code into locale/*/LC_MESSAGES/django.po, and its translations into django.mo."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="Write nothing; fail when something is missing.")

    def handle(self, *args: Any, check: bool, **options: Any) -> None:
        """Write what has changed, and say what is still to be translated."""
        languages = [code for code, _ in settings.LANGUAGES if code != settings.LANGUAGE_CODE]
        for language in () if check else languages:
            if catalogues.update(language):
                self.stdout.write(f"locale/{language}")
        found = [problem for language in languages for problem in catalogues.problems(language)]
        for problem in found:
            self.stdout.write(problem)
        if found and check:
            raise CommandError(f"{len(found)} problems in locale/. Run make messages, and translate what is empty.")
