"""What guests save: ids in their session and nowhere else, until somebody signs in with it and takes them along.

A kind of listing says, in `AppConfig.ready`, which of its ids anybody may see and how it is told what was taken along.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final, NamedTuple

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.core.cache import cache
from django.utils.translation import gettext as _

from marketplace.accounts.models import User
from marketplace.analytics.services import save_all_for_later
from marketplace.core import clock
from marketplace.core.errors import LimitReached, TooMany

KEY: Final = "favourites"
# Of each kind.
MOST: Final = 100
# A first heart makes a session: so many of them a minute from one place.
A_MINUTE: Final = 30
MINUTE: Final = 60


class Kind(NamedTuple):
    """What is known of a kind: `find` answers those listings of some public ids that anybody may see, in their order,
    each with a `tally` and `favourites`; `words` tells somebody that so many of them are theirs now."""

    find: Callable[[Sequence[str]], Iterable[Any]]
    words: Callable[[int], str]


_kinds: dict[str, Kind] = {}


def register(name: str, kind: Kind) -> None:
    """Let guests save things of a kind. The same name again replaces it."""
    _kinds[name] = kind


def saved(session: SessionBase, kind: str) -> list[str]:
    """The public ids of the kind that the session's guest saved, latest first."""
    return list(session.get(KEY, {}).get(kind, ()))


def listings(session: SessionBase, kind: str) -> list[Any]:
    """What the guest saved of the kind and anybody may still see, latest first: one statement, none without ids."""
    ids = saved(session, kind)
    return list(_kinds[kind].find(ids)) if ids else []


def save(session: SessionBase, kind: str, public_id: str, *, desired: bool, place: str) -> None:
    """Save a listing in the session, or forget it; saying it twice changes nothing.

    `place` is the key of the network that the guest comes from. Raises LimitReached for one more than MOST, TooMany for
    a session more than one place gets in a minute.
    """
    ids = saved(session, kind)
    if desired == (public_id in ids):
        return
    if not desired:
        ids.remove(public_id)
    else:
        if session.session_key is None:
            _require_few(place)
        if len(ids) >= MOST:
            ids = [one.public_id for one in listings(session, kind)]
        if len(ids) >= MOST:
            raise LimitReached(
                _("This browser keeps %(most)s and no more. Log in to save as many as you like.") % {"most": MOST}
            )
        ids.insert(0, public_id)
    session[KEY] = {**session.get(KEY, {}), kind: ids}


def _require_few(place: str) -> None:
    second = int(clock.now().timestamp())
    key = f"guests:{place}:{second // MINUTE}"
    cache.add(key, 0, 2 * MINUTE)
    if cache.incr(key) > A_MINUTE:
        raise TooMany(_("That was a lot at once. Please try again in a minute."), seconds=MINUTE - second % MINUTE)


def claim(session: SessionBase, person: User) -> list[str]:
    """Make the favourites of the session the person's own, as if pressed one by one; the session forgets them.

    What is out of sight by now is dropped, what the person has saved already stays as it is. Of two claims at once each
    favourite is new to one. Answers what to tell the person: a sentence for each kind that brought something new.
    """
    if KEY not in session:
        return []
    # The latest last, so that it is the latest of the person's own, too.
    found = {name: listings(session, name)[::-1] for name in _kinds}
    new = save_all_for_later([one for ones in found.values() for one in ones], user=person)
    del session[KEY]
    numbers = {name: sum(one in new for one in ones) for name, ones in found.items()}
    return [_kinds[name].words(number) for name, number in numbers.items() if number]


def full_hearts(request: Any) -> frozenset[str]:
    """Which hearts of a page are full for the guest who asked for it, as `kind:public id`.

    Without a session's cookie no session is read.
    """
    if settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return frozenset()
    kept: dict[str, list[str]] = request.session.get(KEY, {})
    return frozenset(f"{kind}:{public_id}" for kind, ids in kept.items() for public_id in ids)
