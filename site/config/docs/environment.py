"""docs/settings.md: every variable of .env.example, which a test holds to the code, as a table."""

import re

from config.docs import HEAD
from config.env import ROOT

INTRODUCTION = """# Settings

Everything that differs between installations is a variable of the environment, read once, at the start. What is missing
or wrong stops it with one sentence that names the variable. `LINTEL_ENV` is left alone in production: `demo`, `test`
and `build` are for `make`.
[docs/operations.md](operations.md) says what to do with them.

| Variable | Must be set | As in .env.example | What it is |
| --- | --- | --- | --- |"""


def page() -> str:
    """The whole page."""
    return "\n".join([HEAD, INTRODUCTION, *rows((ROOT / ".env.example").read_text()), ""])


def rows(text: str) -> list[str]:
    """A row for each variable: the comment above it tells of all that follow up to the next comment."""
    found, comment, is_open = [], "", False
    for line in text.splitlines():
        variable = re.fullmatch(r"(# )?([A-Z_]+)=(.*)", line)
        if variable:
            found.append(f"| `{variable[2]}` | {_needed(variable)} | {_given(variable[3])} | {_cell(comment)} |")
            is_open = False
        elif line.startswith("#"):
            comment = f"{comment} {line[1:].strip()}" if is_open else line[1:].strip()
            is_open = True
        else:
            is_open = False
    return found


def _needed(variable: "re.Match[str]") -> str:
    """Whether the start is refused without it: those lines are no comments."""
    return "" if variable[1] else "yes"


def _given(value: str) -> str:
    return f"`{value}`" if value else ""


def _cell(text: str) -> str:
    return re.sub(r"((?:https?|postgresql|redis|smtp|wss)\S*://[^\s,;)]+)", r"`\1`", text).replace("|", r"\|")
