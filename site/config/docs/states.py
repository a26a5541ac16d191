"""docs/states.md: every state machine as a diagram and a table, from its declaration."""

from django.apps import apps

from config.docs import HEAD
from marketplace.core.machine import Machine, Party, Stateful


def page() -> str:
    """The whole page."""
    machines = sorted(
        (model for model in apps.get_models() if issubclass(model, Stateful)), key=lambda m: m._meta.label
    )
    sections = [_section(str(model._meta.verbose_name), model._meta.label, model.machine) for model in machines]
    return "\n".join([HEAD, "# States\n\nA thing moves along these arrows and along nothing else.\n", *sections])


def _section(title: str, label: str, machine: Machine) -> str:
    rows = [
        f"| {a.action} | {', '.join(sorted(a.sources))} | {a.target} | {_parties(a.by)} | `{a.fact}` |"
        for a in machine.arrows
    ]
    words = [f"- `{state.value}`: {state.label}" for state in machine.states]
    return "\n".join(
        [f"## {title.capitalize()} (`{label}`)\n", *words, "", "```mermaid", machine.mermaid(), "```", "",
         "| Action | From | To | Who | Fact |", "| --- | --- | --- | --- | --- |", *rows, ""]
    )  # fmt: skip


def _parties(parties: Party) -> str:
    return ", ".join(str(party.name).lower() for party in parties)
