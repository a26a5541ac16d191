"""Which facts there are, and who hears of them: `@on("project.published")` above a function that takes the event.

Each app declares its kinds in `events.py`; all of them are read when the apps are ready.
"""

from collections.abc import Callable, Iterable

from marketplace.audit.models import Event

Handler = Callable[[Event], None]

_declared: dict[str, str] = {}
_handlers: dict[str, Handler] = {}
_by_kind: dict[str, list[str]] = {}


def declare(app: str, kinds: Iterable[str]) -> None:
    """Name the kinds of facts (`noun.past_participle`) that an app writes down."""
    _declared.update(dict.fromkeys(kinds, app))


def declared() -> dict[str, str]:
    """Every kind of fact, by name, with the app that writes it down."""
    return dict(sorted(_declared.items()))


def require_declared(kind: str) -> None:
    """Raises LookupError for a kind that no app has declared: nobody would find it in the documentation."""
    if kind not in _declared:
        raise LookupError(f"{kind} is in nobody's events.py")


def on(*kinds: str) -> Callable[[Handler], Handler]:
    """Subscribe a function to kinds of events. It runs after commit, may run twice, and is retried alone."""

    def subscribe(handler: Handler) -> Handler:
        name = f"{handler.__module__}.{handler.__qualname__}"
        _handlers[name] = handler
        for kind in kinds:
            _by_kind.setdefault(kind, []).append(name)
        return handler

    return subscribe


def names_for(kind: str) -> list[str]:
    """The names of all handlers of a kind of event."""
    return _by_kind.get(kind, [])


def named(name: str) -> Handler | None:
    """The handler of that name, None when the code no longer has it."""
    return _handlers.get(name)


def subscriptions() -> dict[str, list[str]]:
    """Every kind that somebody hears, with the names of its handlers: for the documentation."""
    return {kind: sorted(names) for kind, names in sorted(_by_kind.items())}
