"""Documents into the table: one statement for any number of them, made from the document's own fields."""
# ruff: noqa: S608 (constants of this package become SQL text; what a person sent is bound)

import json
from collections.abc import Iterable, Sequence

from marketplace.text import normalise
from marketplace.text.rank import CONFIG
from search.documents import Document, columns, weights
from search.engines.base import Key
from search.engines.postgres.sql import Sql, changed


def write(documents: Iterable[Document]) -> int:
    """Insert or replace, an older version never replacing a newer one; gives how many rows were written."""
    latest: dict[Key, Document] = {}
    for document in documents:
        known = latest.setdefault((document.kind, document.object_id), document)
        if document.version > known.version:
            latest[document.kind, document.object_id] = document
    if not latest:
        return 0
    return changed(Sql(INSERT, (json.dumps([_row(document) for document in latest.values()]),)))


def delete(keys: Sequence[Key]) -> int:
    """Forget these listings; gives how many there were."""
    kinds, ids = [kind for kind, _ in keys], [object_id for _, object_id in keys]
    statement = (
        "DELETE FROM search_document WHERE (kind, object_id) IN (SELECT * FROM unnest(%s::text[], %s::bigint[]))"
    )
    return changed(Sql(statement, (kinds, ids))) if keys else 0


def _row(document: Document) -> dict[str, object]:
    row = document.row()
    return row | {f"{name}_folded": normalise.fold(row[name]) for name in weights()}


def _statement() -> str:
    names, types, weighed = list(columns()), columns(), weights()
    shape = [f"{name} {type_}" for name, type_ in types.items()] + [f"{name}_folded text" for name in weighed]
    vector = " || ".join(f"setweight(to_tsvector('{CONFIG}', {n}_folded), '{w}')" for n, w in weighed.items())
    replaced = ", ".join(f"{name} = excluded.{name}" for name in [*names, "tsv"])
    return f"""
        INSERT INTO search_document ({", ".join(names)}, tsv)
        SELECT {", ".join(names)}, {vector} FROM jsonb_to_recordset(%s::jsonb) AS given ({", ".join(shape)})
        ORDER BY kind, object_id
        ON CONFLICT (kind, object_id) DO UPDATE SET {replaced}
        WHERE search_document.version <= excluded.version
    """


INSERT = _statement()
