"""Which field of which table is about a person, and what becomes of it when the person is erased.

Each app declares its tables, and those of the libraries it uses, in its `personal.py`. The copy people get of their
data and the erasure of an account read nothing else; a test names every field that nobody has declared, and
docs/personal-data.md is drawn from it.
"""

import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from django.apps import apps
from django.db import models

Rows = models.QuerySet[Any]
Find = Callable[[int], Rows]
Erase = Callable[[int], object]


class Kind(StrEnum):
    """What a field says about a person."""

    NONE = "none"
    PERSONAL = "personal"
    # What opens an account or proves who somebody is: it never leaves the house, in an export neither.
    SENSITIVE = "sensitive"
    # Kept although it is about a person, because somebody is bound to; the table says why.
    LEGAL = "legal"


@dataclass(frozen=True, slots=True)
class Table:
    """One table: whose its rows are, and what becomes of them.

    `owner` leads from a row to its person's id, or `find` gives a person's rows; without both, rows are nobody's.
    Rows go with their person unless `replaced` says what stands in their fields afterwards; `erase` does it where
    that is not enough, and then the rest only documents it.
    """

    label: str
    declared_in: str
    fields: Mapping[str, Kind]
    owner: str = ""
    find: Find | None = None
    erase: Erase | None = None
    replaced: Mapping[str, object] | None = None
    exported_as: str = ""
    withheld: frozenset[str] = field(default_factory=frozenset)
    files: str = ""
    why: str = ""

    @property
    def model(self) -> type[models.Model]:
        return apps.get_model(self.label)

    @property
    def is_somebodys(self) -> bool:
        """Whether rows of the table belong to people."""
        return bool(self.owner or self.find)

    @property
    def exported(self) -> list[str]:
        """The fields an export carries, in the order of the columns."""
        hidden = self.withheld | {name for name, kind in self.fields.items() if kind == Kind.SENSITIVE}
        return [name for name in field_names(self.model) if name not in hidden] if self.exported_as else []

    def rows_of(self, person_id: int) -> Rows:
        """The person's rows; none when rows are nobody's."""
        rows = self.model._base_manager
        if self.find is not None:
            return self.find(person_id)
        return rows.filter(**{self.owner: person_id}) if self.owner else rows.none()

    def forget(self, person_id: int) -> None:
        """Do with the person's rows what is declared."""
        if self.erase is not None:
            self.erase(person_id)
        elif self.replaced is None:
            self.rows_of(person_id).delete()
        else:
            for row in self.rows_of(person_id):
                values = {name: value(row) if callable(value) else value for name, value in self.replaced.items()}
                self.model._base_manager.filter(pk=row.pk).update(**values)

    def fate(self, name: str) -> str:
        """What erasure does to the field, in a word or two for the documentation."""
        if self.fields[name] == Kind.NONE or not self.is_somebodys:
            return "–"
        if self.replaced is None:
            return "goes with its row"
        if name in self.replaced:
            value = self.replaced[name]
            return "replaced" if callable(value) or value else "emptied"
        return "kept"


_tables: dict[str, Table] = {}


def declare(
    label: str, *, none: str = "", personal: str = "", sensitive: str = "", legal: str = "", **rest: Any
) -> None:
    """Say of every field of a table (names separated by spaces) what it is; `rest` as in Table. Again replaces it."""
    said = {Kind.NONE: none, Kind.PERSONAL: personal, Kind.SENSITIVE: sensitive, Kind.LEGAL: legal}
    fields = {name: kind for kind, names in said.items() for name in names.split()}
    withheld = frozenset(rest.pop("withheld", "").split())
    where = sys._getframe(1).f_globals["__name__"]
    _tables[label] = Table(label, where, fields, withheld=withheld, **rest)


def tables() -> list[Table]:
    """All that was declared, higher floors first: rows go before what they point to."""
    return list(_tables.values())


def field_names(model: type[models.Model]) -> list[str]:
    """The fields a table has of its own, in order."""
    return [one.name for one in (*model._meta.local_fields, *model._meta.local_many_to_many)]


def erase(person_id: int) -> None:
    """Forget the person, table by table, in the caller's transaction. Once more finds nothing left to do."""
    for table in tables():
        if table.is_somebodys:
            table.forget(person_id)


def faults() -> Iterator[str]:
    """What is wrong with the declarations, each with what to write where."""
    for model in apps.get_models():
        label = model._meta.label
        table = _tables.get(label)
        names = field_names(model)
        if table is None:
            yield f"{label}: declare({label!r}, ...) with its fields {' '.join(names)} in {_room(model)}"
            continue
        where = table.declared_in.replace(".", "/") + ".py"
        for name in [name for name in names if name not in table.fields]:
            yield f"{label}.{name}: write {name!r} under none, personal, sensitive or legal of {label!r} in {where}"
        yield from (
            f"{label}.{name}: there is no such field; take it out of {where}" for name in _strange(table, names)
        )
        yield from (f"{label}: {words}; see {where}" for words in _half_said(table))
    for label in sorted(set(_tables) - {model._meta.label for model in apps.get_models()}):
        yield f"{label}: there is no such table; take it out of {_tables[label].declared_in}"


def _strange(table: Table, names: list[str]) -> list[str]:
    files = {table.files} if table.files else set()
    return sorted({*table.fields, *table.withheld, *(table.replaced or {}), *files} - set(names))


def _half_said(table: Table) -> Iterator[str]:
    about = [name for name, kind in table.fields.items() if kind in (Kind.PERSONAL, Kind.SENSITIVE)]
    if about and not table.is_somebodys and not table.why:
        yield f"{' '.join(about)} are about a person, so say whose (owner or find), or why they are nobody's"
    stay = [name for name in about if table.replaced is not None and name not in table.replaced]
    if stay and table.is_somebodys:
        yield f"the rows stay, so say what replaces {' '.join(stay)}"
    if Kind.LEGAL in table.fields.values() and not table.why:
        yield "say why it is kept"


def _room(model: type[models.Model]) -> str:
    name = model._meta.app_config.name
    return name.replace(".", "/") + "/personal.py" if model.__module__.startswith(name) else name
