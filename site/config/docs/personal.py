"""docs/personal-data.md: which field of which table is about a person, and what becomes of it."""

from config.docs import HEAD
from marketplace.core import personal
from marketplace.core.personal import Kind, Table

INTRO = """# Personal data

Every field of every table is declared in its app's `personal.py`: `personal` (about a person), `sensitive` (opens an
account; in no copy), `legal` (about a person and kept, the table says why) or none of these. The copy that people get
of their data and the erasure of an account read nothing else. A test names each field that nobody has declared.

Tables without such a field are listed at the end.
"""


def page() -> str:
    """The whole page."""
    tables = sorted(personal.tables(), key=lambda table: table.label)
    about = [table for table in tables if set(table.fields.values()) - {Kind.NONE}]
    others = ", ".join(f"`{table.label}`" for table in tables if table not in about)
    return "\n".join([HEAD, INTRO, *(_section(table) for table in about), "## Nothing about people\n", others, ""])


def _section(table: Table) -> str:
    copy = f"In the copy as `data/{table.exported_as}.json`." if table.exported_as else "Not in the copy."
    words = " ".join(filter(None, [table.why, copy, f"Declared in `{table.declared_in}`."]))
    shown = set(table.exported)
    rows = [
        f"| `{name}` | {kind} | {table.fate(name)} | {'yes' if name in shown else '–'} |"
        for name, kind in table.fields.items()
        if kind != Kind.NONE
    ]
    head = ["| Field | Kind | At erasure | In the copy |", "| --- | --- | --- | --- |"]
    return "\n".join([f"## `{table.label}`\n", words, "", *head, *rows, ""])
