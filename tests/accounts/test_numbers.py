"""What people type for a telephone number, what is kept of it, and what is none."""

import pytest

from marketplace.accounts import numbers
from marketplace.core.errors import Invalid


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("+77012345678", "+77012345678"),
        ("  +7 (701) 234-56-78 ", "+77012345678"),
        ("+7\u00a0701\u2009234 5678", "+77012345678"),
        ("007 701 234 5678", "+77012345678"),
        ("+\uff17 701 234 5678", "+77012345678"),
        ("+44 (0)20 7946 0018", "+442079460018"),
    ],
)
def test_a_number_is_kept_as_e164_however_it_is_typed(typed: str, kept: str) -> None:
    assert numbers.clean(typed) == kept
    assert numbers.clean(numbers.shown(kept)) == kept


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", "Enter a phone number."),
        ("  ", "Enter a phone number."),
        ("8 701 234 5678", "Enter the number with + and the country's code: +7 701 234 5678."),
        ("call me", "Enter the number with + and the country's code: +7 701 234 5678."),
        ("+" + "7" * 50, "Enter the number with + and the country's code: +7 701 234 5678."),
        ("+7 701 234", "There is no such number. Check its digits."),
        ("+7 701 234 5678 ext. 9", "There is no such number. Check its digits."),
        ("+999 123456789", "Enter the number with + and the country's code: +7 701 234 5678."),
        ("+1 900 234 5678", "Use a number of your own: this one belongs to a service."),
        ("+7 800 080 0800", "Use a number of your own: this one belongs to a service."),
    ],
)
def test_what_is_no_number_of_a_persons_is_refused(typed: str, words: str) -> None:
    with pytest.raises(Invalid) as refused:
        numbers.clean(typed)
    assert (str(refused.value), refused.value.field) == (words, "phone")


def test_people_read_it_in_groups() -> None:
    assert [numbers.shown(phone) for phone in ("+77012345678", "+14155550132", "")] == [
        "+7 701 234 5678",
        "+1 415-555-0132",
        "",
    ]


def test_text_messages_go_to_what_may_be_a_mobile() -> None:
    assert [numbers.takes_texts(phone) for phone in ("+77012345678", "+14155550132", "+442079460018", "")] == [
        True,
        True,
        False,
        False,
    ]
