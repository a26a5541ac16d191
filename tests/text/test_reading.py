"""Reading a question with a vocabulary of our own."""

import pytest
from pytest_django import DjangoAssertNumQueries

from marketplace.text import services
from marketplace.text.models import Corpus, Lexeme, Word
from marketplace.text.rank import idf
from marketplace.text.selectors import complete, understand

pytestmark = pytest.mark.django_db

TEXTS = ["Kitchen renovation in oak", "Kitchens and bathrooms", "Ремонт ванной комнаты", "Светлая кухня, ёлка"]


@pytest.fixture(autouse=True)
def _learnt() -> None:
    services.learn(TEXTS)


def lexemes(text: str) -> list[str]:
    return [term.lexemes[0] for term in understand(text).terms]


def test_words_meet_in_any_form_and_language() -> None:
    assert lexemes("KITCHENS") == lexemes("kitchen") == ["kitchen"]
    assert lexemes("ремонтом ванная") == ["ремонт", "ван"]
    assert lexemes("елка") == lexemes("Ёлка") == ["елк"]


@pytest.mark.parametrize(
    ("typed", "used"),
    [
        ("kitchne", "kitchen"),
        ("oak bathrom", "oak bathrooms"),
        ("кухян", "кухня"),
        ("htvjyn", "ремонт"),
        ("лшесрут", "kitchen"),
    ],
)
def test_an_unknown_word_is_repaired_and_the_reading_says_so(typed: str, used: str) -> None:
    reading = understand(typed)
    assert reading.corrected == used
    assert [term.lexemes[0] for term in reading.terms] == lexemes(used)


def test_known_words_are_left_alone_and_cost_one_statement(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(1):
        assert understand("kitchen oak").corrected == ""


def test_a_repair_costs_two_statements_more_however_many_words(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    with django_assert_num_queries(3):
        assert understand("kitchne renovatoin").corrected == "kitchen renovation"


def test_nothing_typed_asks_nothing(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(0):
        assert understand(" \x00\u202e ").terms == ()


@pytest.mark.parametrize(
    "text", ["and the of", "🙂🙂", "& | ! ( ) : *", "'; DROP TABLE text_word; --", "\ud800", "zzzzzzzz"]
)
def test_what_says_nothing_has_no_terms(text: str) -> None:
    assert understand(text).terms == ()


def test_a_synonym_is_sought_whole_at_half_worth(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(1):
        reading = understand("kitchen", expand=lambda text: [f"oak {text}", "oak unheard", "the", "kitchens"])
    assert [(term.lexemes, term.is_synonym) for term in reading.terms] == [
        (("kitchen",), False),
        (("oak", "kitchen"), True),
    ]
    assert reading.terms[1].worth == idf(1, 4) / 2


def test_synonyms_are_those_of_the_repaired_words() -> None:
    reading = understand("kitchne", expand=lambda text: ["oak"] if text == "kitchen" else ["ремонт"])
    assert [term.lexemes for term in reading.terms] == [("kitchen",), ("oak",)]


def test_a_word_is_completed_by_what_most_documents_have() -> None:
    services.learn(["bathtub"])
    Word.objects.filter(word="bathtub").update(documents=9)
    assert complete("bath", 5) == ["bathtub", "bathrooms"]
    assert complete("b", 5) == complete("%a", 5) == []


def test_learning_twice_changes_no_count() -> None:
    before = list(Lexeme.objects.order_by("word").values_list("word", "documents"))
    services.learn(TEXTS)
    assert list(Lexeme.objects.order_by("word").values_list("word", "documents")) == before


def test_a_recount_forgets_what_is_gone_and_counts_the_rest() -> None:
    assert (
        services.recount(
            "SELECT to_tsvector('russian', 'oak oak') UNION ALL SELECT to_tsvector('russian', 'oak tree')",
            "SELECT 'oak oak' UNION ALL SELECT 'oak tree 42'",
        )
        == 2
    )
    assert dict(Lexeme.objects.values_list("word", "documents")) == {"oak": 2, "tree": 1}
    assert dict(Word.objects.values_list("word", "documents")) == {"oak": 2, "tree": 1}
    corpus = Corpus.objects.get()
    assert (corpus.documents, corpus.written) == (2, 0)
