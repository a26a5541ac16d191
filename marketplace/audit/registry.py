"""Who wants to hear of which fact: `@on("project.published")` above a function that takes the event."""

from collections.abc import Callable

from marketplace.audit.models import Event

Handler = Callable[[Event], None]

_handlers: dict[str, Handler] = {}
_by_kind: dict[str, list[str]] = {}


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
