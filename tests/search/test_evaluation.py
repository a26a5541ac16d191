"""Quality on questions that people asked and other people judged: no single question is tuned for."""

import importlib.util
import inspect
import json
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from marketplace.text.models import Corpus
from search import evaluation, measures, queries, views
from search.models import SearchDocument
from search.queries import Found, Query
from tests.search.conftest import Write, listing

DATA = Path(__file__).parents[1] / "data" / "search"


@pytest.fixture
def measure() -> ModuleType:
    """The measures as they lie beside the data."""
    spec = importlib.util.spec_from_file_location("measure", DATA / "measure.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.slow
@pytest.mark.django_db
def test_answers_are_as_good_as_promised() -> None:
    out = StringIO()
    call_command("evaluate_search", data=DATA, stdout=out, stderr=StringIO())
    figures = json.loads(out.getvalue().splitlines()[-1])
    assert figures["ndcg10"] >= 0.62
    assert figures["recall100"] >= 0.90
    assert figures["zero"] <= 0.01
    assert figures["typo"]["ndcg10"] >= 0.57
    assert set(figures["typo"]) == {"ndcg10", "recall100", "mrr", "zero"} == set(figures) - {"typo"}


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """Two listings and two questions in a folder of the same shape."""
    import gzip

    empty = {"description": None, "bullets": "", "brand": "", "color": None, "category": []}
    with gzip.open(tmp_path / "esci_listings.jsonl.gz", "wt", encoding="utf-8") as file:
        file.writelines(json.dumps({"id": i, "title": t, **empty}) + "\n" for i, t in (("A", "Oak"), ("B", "Birch")))
    (tmp_path / "esci_queries.tsv").write_text("q1\toak\nq2\tbirch\n")
    (tmp_path / "esci_qrels.tsv").write_text("q1\tA\tE\nq2\tA\tE\nq2\tB\tS\n")
    return tmp_path


@pytest.mark.django_db
def test_every_question_goes_through_the_one_function_that_lists_call(
    small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []

    def find(query: Query, **said: Any) -> Found:
        asked.append((query, said))
        return Found()

    monkeypatch.setattr(queries, "find", find)
    figures = evaluation.evaluate(small, lambda line: None)
    assert [(query.words, said) for query, said in asked] == [
        (text, {}) for text in ("oak", "birch", measures.misspell("oak"), measures.misspell("birch"))
    ]
    assert figures["zero"] == 1.0


def test_lists_call_the_same_function_and_nothing_in_it_knows_of_an_evaluation() -> None:
    assert "queries" in inspect.getsource(views) or "find" in inspect.getsource(views)
    for source in sources():
        assert "evaluat" not in source
        assert "scratch" not in source


def sources() -> Iterator[str]:
    root = Path(queries.__file__).parent
    yield (root / "queries.py").read_text()
    yield (root / "documents.py").read_text()
    for file in (root / "engines").rglob("*.py"):
        yield file.read_text()
    for file in (root.parent / "marketplace" / "text").glob("*.py"):
        yield file.read_text()


@pytest.mark.django_db
def test_an_evaluation_reads_and_leaves_nothing_of_the_real_index(small: Path, write: Write) -> None:
    write(listing(1, title="Oak of the real world"))
    before = (SearchDocument.objects.count(), Corpus.objects.get().written)
    figures = evaluation.evaluate(small, lambda line: None)
    assert (figures["recall100"], figures["zero"], figures["mrr"]) == (0.75, 0.0, 0.5)
    assert (SearchDocument.objects.count(), Corpus.objects.get().written) == before
    assert queries.find(Query(kind="project", words="oak")).ids == [1]


@pytest.mark.django_db
def test_a_folder_that_cannot_be_read_is_one_clear_sentence(small: Path) -> None:
    for missing in (small / "nowhere", small):
        (small / "esci_qrels.tsv").write_text("q1 A E\n")
        with pytest.raises(CommandError, match="cannot be read"):
            call_command("evaluate_search", data=missing, stderr=StringIO())


def test_our_measures_are_those_beside_the_data(measure: ModuleType) -> None:
    listings, questions, judgements = measure.load_esci(DATA)
    ours = evaluation.read(DATA)
    assert (ours.listings, ours.questions, ours.judgements) == (listings, questions, judgements)
    assert [measures.misspell(q) for q in questions.values()] == [measure.misspell(q) for q in questions.values()]
    run = {q: list(labels)[::2] for q, labels in judgements.items() if q != "q000"}
    assert measures.score(run, judgements) == measure.score(run, judgements)
