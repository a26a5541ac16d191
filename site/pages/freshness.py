"""How fresh is what pages remember: a word for each thing it is made of. Whoever changes the thing forgets the word."""

import secrets
from collections.abc import Callable
from typing import Final, Literal, TypeVar

from django.core.cache import cache
from django.db import transaction

from marketplace.core import cache as shared

# `brand`: names, menus and footer. `pages`: which pages there are, and where. `listings`: projects and specialists.
Thing = Literal["brand", "pages", "listings"]
HOUR: Final = 3600

Value = TypeVar("Value")


def remembered(key: str, *things: Thing, seconds: int, read: Callable[[], Value]) -> Value:
    """What `read` answers: at most so many seconds old, and never older than the last change of the things."""
    return shared.remembered(f"{key}:{version(*things)}", seconds, read)


def version(*things: Thing) -> str:
    """The present words of the things, as one; a thing without a word gets a new one. One call of the cache a second:
    a process that forgets a thing knows it at once, the others within that second."""
    return shared.nearby(f"pages:fresh:{things}", lambda: _version(things))


def _version(things: tuple[Thing, ...]) -> str:
    known = cache.get_many([_key(thing) for thing in things])
    return "-".join(known.get(_key(thing)) or _new(thing) for thing in things)


def _new(thing: Thing) -> str:
    return shared.remembered(_key(thing), HOUR, lambda: secrets.token_hex(4))


def forget(thing: Thing) -> None:
    """The thing has changed; once that is committed, every page that shows it is made anew."""
    transaction.on_commit(lambda: cache.delete(_key(thing)), robust=True)


def _key(thing: Thing) -> str:
    return f"pages:fresh:{thing}"
