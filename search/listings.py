"""Lists of cards, found and described: the same for pages and the API."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AnonymousUser

from marketplace.accounts.models import User
from marketplace.projects import selectors as projects
from marketplace.specialists import selectors as specialists
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


def specialist_cards(ids: Sequence[int], viewer: Viewer) -> Cards:
    """The cards of these specialists with what their projects add: how many there are and up to three covers."""
    more = projects.covers_of(ids)
    nothing: dict[str, Any] = {"project_count": 0, "covers": []}
    return [{**card, **more.get(card["id"], nothing)} for card in specialists.cards(ids, viewer)]


CARDS: dict[str, Callable[[Sequence[int], Viewer], Cards]] = {
    "project": projects.cards,
    "specialist": specialist_cards,
}
