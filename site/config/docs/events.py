"""docs/events.md: every kind of event, which app writes it down, and who hears it."""

from config.docs import HEAD
from marketplace.audit import registry

INTRO = "# Events\n\nFacts that are written down with the change that made them true. Handlers run after commit.\n"


def page() -> str:
    """The whole page."""
    heard = registry.subscriptions()
    rows = [f"| `{kind}` | `{app}` | {_code(heard.get(kind, []))} |" for kind, app in registry.declared().items()]
    return "\n".join([HEAD, INTRO, "| Kind | Written down by | Heard by |", "| --- | --- | --- |", *rows, ""])


def _code(names: list[str]) -> str:
    return ", ".join(f"`{name}`" for name in names) or "nobody yet"
