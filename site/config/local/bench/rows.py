"""The rows of the table: what is asked, beside which floor it stands, and where it should be."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote_plus

# What a page with words may take, 95 of 100 times, in milliseconds of the clock.
WORDS_P95 = 150
# Two web workers and their master, in megabytes.
MEMORY_MB = 250
LANGUAGES = ("", "/ru", "/kk")


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table.

    `rounds` holds the addresses of each round, asked in turn and again from the start. `most` is the target: times
    the floor's cost or, with `first`, times the cost of that row; `statements` at most.
    """

    name: str
    rounds: Sequence[Sequence[str]]
    cookie: str = ""
    floor: str = "list"
    most: float | None = None
    first: str = ""
    statements: int | None = None

    @property
    def path(self) -> str:
        """One of its addresses."""
        return self.rounds[0][0]


def rows(asked: dict[str, Any]) -> list[Row]:
    """All rows, from what the world said about itself."""
    api, page = "/api/v1/projects/", "/projects/"
    filtered = f"{api}?category=renovation&sort=price_low"
    words = [f"?q={quote_plus(text)}" for text in asked["words"]]
    cold = [[f"{language}{page}?sort=newest&cursor={cursor}" for cursor in asked["cursors"]] for language in LANGUAGES]
    return [
        Row("API list", _always(api), most=4, statements=3),
        Row("API list, filtered and sorted", _always(filtered), most=1.3, first="API list", statements=3),
        Row("API list, two filters, sorted", _always(f"{filtered}&style=loft"), statements=3),
        Row("API list, page 400", _always(f"{api}?cursor={asked['deep']}"), most=1.3, first="API list", statements=3),
        Row("API detail", [asked["details"]] * 3, floor="detail", most=5, statements=4),
        Row("HTML list, cold cards", cold, most=24, statements=8),
        Row("HTML list, warm cards, signed in", _always(page), asked["cookie"], most=8, statements=8),
        Row("HTML list, anonymous repeat", _always(page), most=3, statements=8),
        Row("HTML project", [asked["pages"]] * 3, floor="detail"),
        Row("API list, words", [[api + said for said in words]] * 3),
    ]


def _always(path: str) -> list[list[str]]:
    return [[path]] * 3
