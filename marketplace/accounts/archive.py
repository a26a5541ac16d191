"""All that is declared to be a person's, as one ZIP: `data/<name>.json` for each table, `files/` for uploads."""

import json
import shutil
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from django.core.files.storage import default_storage
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from wagtail.models import Revision

from marketplace.core import personal
from marketplace.core.personal import Table

CHUNK = 500


def write(target: IO[bytes], person_id: int) -> None:
    """Write the ZIP row by row: what it takes in memory does not depend on how much there is."""
    with ZipFile(target, "w", ZIP_DEFLATED) as archive:
        for table in personal.tables():
            if table.exported_as:
                _write_rows(archive, table, person_id)
                for name, stored in _files(table, person_id):
                    _write_file(archive, name, stored)


def _write_rows(archive: ZipFile, table: Table, person_id: int) -> None:
    with archive.open(f"data/{table.exported_as}.json", "w", force_zip64=True) as file:
        before = "[\n"
        for row in _rows(table, person_id):
            told = json.dumps(_told(row, table), cls=DjangoJSONEncoder, ensure_ascii=False)
            file.write(f"{before}{told}".encode())
            before = ",\n"
        file.write(b"[]\n" if before == "[\n" else b"\n]\n")


def _rows(table: Table, person_id: int) -> Iterator[models.Model]:
    return table.rows_of(person_id).order_by("pk").iterator(chunk_size=CHUNK)


def _told(row: models.Model, table: Table) -> dict[str, Any]:
    """The row as names and values; what it points to is named as the API names it."""
    return {name: _value(row, name, table) for name in table.exported}


def _value(row: models.Model, name: str, table: Table) -> Any:
    field = row._meta.get_field(name)
    value = getattr(row, name)
    if isinstance(field, models.ManyToManyField):
        return [_named(one) for one in value.all()]
    if isinstance(value, Revision):
        return value.content
    if isinstance(field, models.ForeignKey):
        return _named(value) if value is not None else None
    if isinstance(field, models.FileField):
        return _name_of(row, value.name) if name == table.files and value else None
    return value


def _named(thing: models.Model) -> str:
    """A public id, a readable key, or else the number."""
    return str(getattr(thing, "public_id", None) or getattr(thing, "slug", None) or thing.pk)


def _files(table: Table, person_id: int) -> Iterator[tuple[str, str]]:
    for row in _rows(table, person_id) if table.files else ():
        stored = getattr(row, table.files).name
        if stored:
            yield _name_of(row, stored), stored


def _name_of(row: models.Model, stored: str) -> str:
    """Under which name the ZIP has the file: what its owner called it, once only."""
    called = getattr(row, "original_name", "") or PurePosixPath(stored).name
    return f"files/{_named(row)}-{called}"


def _write_file(archive: ZipFile, name: str, stored: str) -> None:
    """Pictures are small already, so nothing is packed twice. A file that went meanwhile is left out."""
    try:
        source = default_storage.open(stored)
    except FileNotFoundError:
        return
    with source, archive.open(ZipInfo(name), "w", force_zip64=True) as file:
        shutil.copyfileobj(source, file)
