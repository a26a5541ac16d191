"""docs/events.md: every kind of event, where it is recorded, and who hears it."""

import ast
import re
from pathlib import Path

from config.docs import HEAD
from config.docs.floors import our_apps
from config.env import ROOT
from marketplace.audit import registry

# noun.past_participle
KIND = re.compile(r"[a-z]+\.[a-z_]*(?:ed|sent|hidden|put|set|forgotten|taken_over|out_everywhere)")


def page() -> str:
    """The whole page."""
    recorded, heard = recorded_kinds(), registry.subscriptions()
    rows = [
        f"| `{kind}` | {_code(recorded.get(kind, []))} | {_code(heard.get(kind, []))} |"
        for kind in sorted({*recorded, *heard})
    ]
    intro = "# Events\n\nFacts that are written down with the change that made them true. Handlers run after commit.\n"
    return "\n".join([HEAD, intro, "| Kind | Recorded in | Heard by |", "| --- | --- | --- |", *rows, ""])


def recorded_kinds() -> dict[str, list[str]]:
    """Each kind that some `record("kind", ...)` names, with the modules that do."""
    found: dict[str, set[str]] = {}
    for config in our_apps():
        for path in sorted(Path(config.path).rglob("*.py")):
            for kind in _kinds_in(path):
                found.setdefault(kind, set()).add(_module(path))
    return {kind: sorted(modules) for kind, modules in found.items()}


def _kinds_in(path: Path) -> set[str]:
    """The words shaped like a kind, in a module that records: some are handed on by a function shared by arrows."""
    tree = ast.parse(path.read_text())
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    if not any(_name(call.func) == "record" for call in calls):
        return set()
    words = [
        word for call in calls for given in _given(call) for word in ast.walk(given) if isinstance(word, ast.Constant)
    ]
    return {word.value for word in words if isinstance(word.value, str) and KIND.fullmatch(word.value)}


def _given(call: ast.Call) -> list[ast.expr]:
    return [*call.args, *(keyword.value for keyword in call.keywords)]


def _name(function: ast.expr) -> str:
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def _module(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removeprefix("site.")


def _code(names: list[str]) -> str:
    return ", ".join(f"`{name}`" for name in names) or "nobody yet"
