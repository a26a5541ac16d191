import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from search.evaluation import evaluate


class Command(BaseCommand):
    help = "Measure how well search answers judged questions, in a scratch index. The last line is one JSON object."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--data", type=Path, required=True, help="folder with the three esci_ files")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            figures = evaluate(options["data"], lambda line: self.stderr.write(line))
        except (OSError, ValueError, KeyError) as problem:
            raise CommandError(f"The folder cannot be read: {problem}") from problem
        self.stdout.write(json.dumps(figures))
