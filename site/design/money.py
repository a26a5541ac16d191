"""How an amount of money is written in the reader's language."""

from typing import Final, NamedTuple, Protocol

from django.utils.translation import get_language


class Money(Protocol):
    """What the filter needs: an amount in minor units and an ISO code."""

    @property
    def minor(self) -> int: ...
    @property
    def currency(self) -> str: ...


class Sign(NamedTuple):
    """One currency: its sign, the decimals of its minor unit, and whether English writes the sign first."""

    sign: str
    decimals: int
    leads: bool


NO_BREAK: Final = "\u00a0"
MINUS: Final = "\u2212"
SIGNS: Final[dict[str, Sign]] = {
    "EUR": Sign("€", 2, leads=True),
    "GBP": Sign("£", 2, leads=True),
    "JPY": Sign("¥", 0, leads=True),
    "KZT": Sign("₸", 2, leads=False),
    "RUB": Sign("₽", 2, leads=False),
    "TRY": Sign("₺", 2, leads=False),
    "UAH": Sign("₴", 2, leads=False),
    "USD": Sign("$", 2, leads=True),
}


def write_money(minor: int, currency: str) -> str:
    """The amount in words of the active language: "€21,900", "21 900,50 €"; cents only when there are some."""
    sign = SIGNS.get(currency, Sign(currency, 2, leads=False))
    whole, part = divmod(abs(minor), 10**sign.decimals)
    number = group(whole)
    if part:
        number += f"{decimal_mark()}{part:0{sign.decimals}d}"
    minus = MINUS if minor < 0 else ""
    if sign.leads and speaks_english():
        return f"{minus}{sign.sign}{number}"
    return f"{minus}{number}{NO_BREAK}{sign.sign}"


def currency_sign(code: str) -> str:
    """How people write a currency: "₸" for KZT; the code itself when there is no sign we know."""
    return SIGNS[code].sign if code in SIGNS else code


def group(number: int) -> str:
    """A whole number with its thousands apart: by a comma in English, by a no-break space elsewhere."""
    return f"{number:,}" if speaks_english() else f"{number:,}".replace(",", NO_BREAK)


def decimal_mark() -> str:
    """The mark between whole and part in the active language."""
    return "." if speaks_english() else ","


def speaks_english() -> bool:
    """Whether the active language is English (also when translations are switched off)."""
    return (get_language() or "en").startswith("en")
