"""Many things that are due at once: where one of them breaks, the others go on."""

import logging
from collections.abc import Callable, Iterable

from django.db import InterfaceError, OperationalError

log = logging.getLogger("lintel.batches")


def one_by_one(what: str, ids: Iterable[int], act: Callable[[int], object]) -> int:
    """Call `act`, which has a transaction of its own, with each id; says how many times it did something.

    What breaks is written down with its id and is still due at the next run. A database that is away ends the run.
    """
    done = 0
    for pk in ids:
        try:
            done += bool(act(pk))
        except (InterfaceError, OperationalError):
            raise
        except Exception:
            log.exception("%s %s was not done", what, pk)
    return done
