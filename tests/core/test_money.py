"""Money is whole minor units with a currency."""

from decimal import Decimal, InvalidOperation

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.core.money import Money


@pytest.mark.parametrize(
    ("amount", "currency", "minor"),
    [
        ("10", "KZT", 1000),
        ("0.005", "EUR", 1),
        ("0.004", "EUR", 0),
        ("2.675", "EUR", 268),
        ("-0.005", "EUR", -1),
        ("100", "JPY", 100),
        ("99.5", "JPY", 100),
        ("1.2345", "KWD", 1235),
        (7, "EUR", 700),
        (Decimal("3.10"), "EUR", 310),
    ],
)
def test_major_units_are_rounded_half_up_to_the_minor_unit(
    amount: str | int | Decimal, currency: str, minor: int
) -> None:
    assert Money.of(amount, currency) == Money(minor, currency)


@pytest.mark.parametrize(
    ("money", "text"),
    [
        (Money(1000, "KZT"), "10.00 KZT"),
        (Money(5, "EUR"), "0.05 EUR"),
        (Money(100, "JPY"), "100 JPY"),
        (Money(1, "KWD"), "0.001 KWD"),
        (Money(-250, "EUR"), "-2.50 EUR"),
    ],
)
def test_it_shows_exactly_the_currency_s_decimals(money: Money, text: str) -> None:
    assert str(money) == text


def test_words_are_no_amount() -> None:
    with pytest.raises(InvalidOperation):
        Money.of("ten", "EUR")


def test_currencies_do_not_mix() -> None:
    with pytest.raises(ValueError, match="EUR and KZT do not mix"):
        Money(1, "EUR") + Money(1, "KZT")
    with pytest.raises(ValueError, match="EUR and KZT do not mix"):
        Money(1, "EUR") - Money(1, "KZT")


def test_a_share_is_rounded_half_up_once() -> None:
    assert Money(10_005, "EUR").share(1_000) == Money(1_001, "EUR")
    assert Money(10_004, "EUR").share(1_000) == Money(1_000, "EUR")
    assert Money(777, "EUR").share(10_000) == Money(777, "EUR")


@given(st.integers(-(10**15), 10**15), st.sampled_from(["EUR", "KZT", "JPY", "KWD", "CLP"]))
def test_there_and_back_is_the_same(minor: int, currency: str) -> None:
    money = Money(minor, currency)
    assert Money.of(money.amount, currency) == money
    assert money - money == Money(0, currency)
    assert (money + money).minor == 2 * minor


@pytest.mark.parametrize(
    ("minor", "currency", "typed"),
    [(190_000_000, "KZT", "1900000"), (1050, "EUR", "10.5"), (5, "EUR", "0.05"), (1000, "JPY", "1000")],
)
def test_a_field_shows_digits_as_a_person_types_them(minor: int, currency: str, typed: str) -> None:
    assert Money(minor, currency).digits == typed
