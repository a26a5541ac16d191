"""How well discovery answers judged questions: listings in, the same `find` that every page calls, measures out."""

import gzip
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from search import indexing, queries
from search.documents import Document
from search.measures import Labels, misspell, score
from search.queries import MAX_LIMIT, Query
from search.scratch import scratch_index

Report = Callable[[str], None]
PUBLISHED = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Judged:
    """Listings, questions by id, and letters by question and listing."""

    listings: list[dict[str, Any]]
    questions: dict[str, str]
    judgements: dict[str, Labels]


def read(folder: Path) -> Judged:
    """The three files of a folder: esci_listings.jsonl.gz, esci_queries.tsv, esci_qrels.tsv."""
    with gzip.open(folder / "esci_listings.jsonl.gz", "rt", encoding="utf-8") as lines:
        listings = [json.loads(line) for line in lines]
    questions = dict(_cells(folder / "esci_queries.tsv", 2))
    judgements: dict[str, dict[str, str]] = {}
    for question, listing, letter in _cells(folder / "esci_qrels.tsv", 3):
        judgements.setdefault(question, {})[listing] = letter
    return Judged(listings, questions, dict(judgements))


def evaluate(folder: Path, report: Report) -> dict[str, Any]:
    """The measures of the questions as typed, and under "typo" with one misspelling each; nothing is left behind."""
    judged = read(folder)
    names = [listing["id"] for listing in judged.listings]
    with scratch_index():
        for done in indexing.load(map(_document, range(len(names)), judged.listings)):
            report(f"{done} of {len(names)} listings")
        typed = _asked(judged.questions, names)
        report(f"{len(typed)} questions as typed")
        misspelt = _asked({key: misspell(text) for key, text in judged.questions.items()}, names)
        report(f"{len(misspelt)} questions misspelt")
    return {**score(typed, judged.judgements), "typo": score(misspelt, judged.judgements)}


def _asked(questions: dict[str, str], names: list[str]) -> dict[str, list[str]]:
    found = {key: queries.find(Query(kind="project", words=text, limit=MAX_LIMIT)) for key, text in questions.items()}
    return {key: [names[i] for i in answer.ids] for key, answer in found.items()}


def _document(number: int, listing: dict[str, Any]) -> Document:
    """A shop's listing as one of ours: what it is called, what it is, what it says of itself."""
    return Document(
        kind="project",
        object_id=number,
        public_id=listing["id"],
        title=listing["title"] or "",
        subtitle=listing["bullets"] or "",
        keywords=" ".join(filter(None, [listing["brand"], listing["color"], *listing["category"]])),
        body=listing["description"] or "",
        published_at=PUBLISHED,
        version=1,
    )


def _cells(file: Path, width: int) -> Iterator[list[str]]:
    for line in file.read_text(encoding="utf-8").splitlines():
        cells = line.split("\t")
        if len(cells) != width:
            raise ValueError(f"{file.name}: expected {width} columns, got {line!r}")
        yield cells
