"""Public ids say nothing about the database."""

import pytest

from marketplace.core import ids


def test_ten_thousand_are_all_different_and_well_formed() -> None:
    made = {ids.public_id() for _ in range(10_000)}
    assert len(made) == 10_000
    assert all(map(ids.is_public_id, made))


@pytest.mark.parametrize(
    "text", ["", "abc", "a" * 11, "a" * 13, "abcdefghijk0", "abcdefghijkL", "abcdefghij k", "abcdefghijka\n"]
)
def test_other_texts_are_none(text: str) -> None:
    assert not ids.is_public_id(text)


def test_letters_that_are_mixed_up_do_not_occur() -> None:
    assert set("01iloILO") & set(ids.ALPHABET) == set()
