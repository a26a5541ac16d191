from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from search import indexing
from search.documents import KINDS


class Command(BaseCommand):
    help = "Write the whole search index anew, kind by kind. Searching goes on meanwhile."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--kind", choices=KINDS, action="append", help="only this kind; may be repeated")

    def handle(self, *args: Any, **options: Any) -> None:
        for kind in options["kind"] or KINDS:
            for last in indexing.rebuild(kind):
                self.stderr.write(f"{kind}: up to {last}")
        self.stdout.write(f"{indexing.recount()} documents counted")
