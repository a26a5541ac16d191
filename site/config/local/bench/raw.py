"""The first floor: the SQL of a row of ours by psycopg and orjson alone, under ASGI."""

import json
import os
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import orjson
import psycopg
from psycopg.rows import dict_row

STATEMENTS = json.loads(Path(os.environ["BENCH_STATEMENTS"]).read_text())
Connection = psycopg.AsyncConnection[dict[str, Any]]
_kept: list[Connection] = []


async def connection() -> Connection:
    """This process's connection, opened at the first call: the bench asks one thing at a time."""
    if not _kept:
        options: dict[str, Any] = {"application_name": "lintel-raw", "prepare_threshold": 3}
        _kept.append(
            await Connection.connect(os.environ["DATABASE_URL"], autocommit=True, row_factory=dict_row, **options)
        )
    return _kept[0]


async def app(scope: dict[str, Any], receive: object, send: Callable[[dict[str, Any]], Awaitable[None]]) -> None:
    """The rows of the statements named in the path as JSON."""
    found = []
    for sql, params in STATEMENTS.get(scope["path"].strip("/"), ()):
        cursor = await (await connection()).execute(sql, params)
        found.append(await cursor.fetchall())
    body = orjson.dumps(found, default=str)
    headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": body})
