"""SQL and its values kept together. Only our own constants become SQL text; whatever a person sent is bound."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import connection

from marketplace.core.prepared import planned


@dataclass(frozen=True, slots=True)
class Sql:
    """A piece of SQL with the values of its placeholders, in order."""

    text: str
    params: tuple[Any, ...] = ()


def both(pieces: Iterable[Sql], joint: str) -> Sql:
    """The pieces in order with `joint` between them."""
    pieces = list(pieces)
    return Sql(joint.join(piece.text for piece in pieces), tuple(p for piece in pieces for p in piece.params))


def rows(sql: Sql, *, is_planned: bool = False) -> list[tuple[Any, ...]]:
    """All rows of a statement; one that has the same best plan whatever its values may be planned once."""
    with planned() if is_planned else connection.cursor() as cursor:
        cursor.execute(sql.text, sql.params)
        return list(cursor.fetchall())


def changed(sql: Sql) -> int:
    """How many rows a writing statement touched."""
    with connection.cursor() as cursor:
        cursor.execute(sql.text, sql.params)
        return int(cursor.rowcount)
