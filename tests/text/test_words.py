"""Text as it is compared, and what a misspelt word may have meant."""

import pytest

from marketplace.text import normalise, rank
from marketplace.text.layout import other_layout
from marketplace.text.spelling import Known, closest, distance, is_repairable, neighbours


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("  two\n\twords ", "two words"),
        ("nul\x00byte", "nul byte"),
        ("\ud800lone surrogate", "lone surrogate"),
        ("\u202eright to left\u200f", "right to left"),
        ("e\u0301", "é"),
        ("\x00\u200b\n", ""),
        ("x" * 50, "x" * 10),
    ],
)
def test_text_is_cleaned_and_cut(given: str, kept: str) -> None:
    assert normalise.clean(given, 10 if given.startswith("xx") else 100) == kept


def test_yo_and_ye_upper_and_lower_wide_and_narrow_are_one() -> None:
    assert normalise.fold("ЁЛКА") == normalise.fold("елка") == "елка"
    assert normalise.fold("ＫＩＴＣＨＥＮ") == "kitchen"


def test_a_question_has_at_most_sixteen_different_words() -> None:
    assert normalise.words("Sofa sofa " + " ".join(f"w{n}" for n in range(40))) == [
        "sofa",
        *(f"w{n}" for n in range(15)),
    ]
    assert normalise.words("a" * 10_000) == ["a" * 200]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("htvjyn", "ремонт"), ("[fkfn", "халат"), ("иферкщщь", "bathroom"), ("sofaдиван", ""), ("100", "")],
)
def test_the_other_keyboard_layout(typed: str, meant: str) -> None:
    assert other_layout(typed) == meant


@pytest.mark.parametrize(
    ("first", "second", "edits"),
    [("sofa", "sofa", 0), ("sofa", "soafs", 2), ("kitchen", "kitchne", 1), ("ванна", "вана", 1), ("a", "abcd", 3)],
)
def test_edits_between_two_words(first: str, second: str, edits: int) -> None:
    assert distance(first, second, 2) == edits
    assert distance(second, first, 2) == edits


def test_every_single_edit_is_a_neighbour() -> None:
    assert {"kitchne", "kitchn", "kitchens", "kutchen"} <= neighbours("kitchen")
    assert "кухян" in neighbours("кухня")
    assert "kitchen" not in neighbours("kitchen")


def test_the_fewest_edits_win_then_the_more_frequent_word() -> None:
    known = [Known("cloth", 3), Known("clots", 90), Known("clock", 9), Known("clothes", 500)]
    assert closest("clotj", known) == "clots"
    assert closest("clotch", known) == "cloth"


def test_a_short_word_two_edits_away_is_another_word() -> None:
    assert closest("sofa", [Known("soda", 1)]) == "soda"
    assert closest("sofa", [Known("soap", 1)]) == ""
    assert closest("bathrom", [Known("bathrooms", 1)]) == "bathrooms"


def test_only_words_of_letters_are_repaired() -> None:
    assert [is_repairable(word) for word in ("oil", "sofa", "mp3player", "x" * 31)] == [False, True, False, False]


def test_operators_inside_a_lexeme_are_only_letters() -> None:
    assert rank.quoted("it's \\ & | !") == "'it''s \\\\ & | !'"
    assert rank.any_of([rank.all_of(["a", "b"]), "", rank.all_of(["c"])]) == "('a' & 'b') | ('c')"


def test_a_rare_word_tells_more_than_a_common_one() -> None:
    assert rank.idf(1, 1000) > rank.idf(500, 1000) > rank.idf(1000, 1000) > 0
    assert rank.idf(5, 0) > 0
