"""How fresh is what pages remember: a word for each thing it is made of. Whoever changes the thing forgets the word."""

import secrets
from typing import Final

from django.core.cache import cache
from django.db import transaction

# `brand`: names, menus and footer. `pages`: which pages there are, and where. `listings`: projects and specialists.
THINGS: Final = ("brand", "pages", "listings")
HOUR: Final = 3600


def version(*things: str) -> str:
    """The present words of the things, as one; a thing without a word gets a new one. One call of the cache."""
    known = cache.get_many([_key(thing) for thing in things])
    return "-".join(known.get(_key(thing)) or _new(thing) for thing in things)


def _new(thing: str) -> str:
    word: str | None = cache.get_or_set(_key(thing), lambda: secrets.token_hex(4), HOUR)
    return word or secrets.token_hex(4)


def forget(thing: str) -> None:
    """The thing has changed; once that is committed, every page that shows it is made anew."""
    transaction.on_commit(lambda: cache.delete(_key(thing)), robust=True)


def _key(thing: str) -> str:
    return f"pages:fresh:{thing}"
