"""Lists of cards, found and described: the same for pages and the API."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AnonymousUser

from marketplace.accounts.models import User
from marketplace.projects import portfolios
from marketplace.projects import selectors as projects
from search.queries import Found, Query, find

Viewer = User | AnonymousUser
Cards = list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a list: what was found and the cards of it."""

    found: Found
    cards: Cards


def page(query: Query, viewer: Viewer) -> Page:
    """The page of a list that the query asks for. Raises BadCursor."""
    found = find(query)
    return Page(found, CARDS[query.kind](found.ids, viewer))


CARDS: dict[str, Callable[[Sequence[int], Viewer], Cards]] = {
    "project": projects.cards,
    "specialist": portfolios.cards,
}
