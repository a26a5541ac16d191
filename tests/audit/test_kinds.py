"""Every fact is declared once, recorded somewhere, and heard under its right name."""

import ast
from collections.abc import Iterator

from django.apps import apps

from config.env import ROOT
from marketplace.audit import registry
from marketplace.core.machine import Stateful


def recorded() -> Iterator[str]:
    """The kinds that calls of `record` name, and those that moves write down."""
    for folder in ("site", "marketplace", "blog", "search"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            for call in ast.walk(ast.parse(path.read_text())):
                if isinstance(call, ast.Call) and getattr(call.func, "id", "") == "record":
                    yield from (
                        word.value
                        for word in ast.walk(call.args[0])
                        if isinstance(word, ast.Constant) and isinstance(word.value, str)
                    )
    for model in apps.get_models():
        if issubclass(model, Stateful):
            yield from model.machine.facts()


def test_what_is_declared_is_what_is_recorded() -> None:
    assert sorted(set(recorded())) == list(registry.declared())


def test_what_is_listened_for_can_happen() -> None:
    assert set(registry.subscriptions()) - set(registry.declared()) == set()


def test_the_page_of_events_has_each_of_them() -> None:
    page = (ROOT / "docs" / "events.md").read_text()
    assert [kind for kind in registry.declared() if f"| `{kind}` | `" not in page] == []
    assert "| `report.made` | `marketplace.reports` | nobody yet |" in page
