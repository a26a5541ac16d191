"""What a database holds, in numbers that two databases can be compared by."""

from dataclasses import dataclass
from typing import Any, LiteralString

import psycopg
from psycopg import sql

Connection = psycopg.Connection[Any]

# Text must come out the same on both sides, whatever the servers' own settings are.
SAME_TEXT: LiteralString = (
    "SET TIME ZONE 'UTC'; SET datestyle = 'ISO, YMD'; SET intervalstyle = 'postgres'; SET extra_float_digits = 1;"
    " SET bytea_output = 'hex'; SET statement_timeout = 0; SET idle_in_transaction_session_timeout = 0"
)
OURS: LiteralString = """
    SELECT relname FROM pg_class JOIN pg_namespace n ON n.oid = relnamespace
    WHERE relkind = ANY(%s::text[]) AND nspname = 'public' AND NOT EXISTS (
        SELECT 1 FROM pg_depend WHERE classid = 'pg_class'::regclass AND objid = pg_class.oid AND deptype = 'e'
    ) ORDER BY relname
"""
# The sum of the rows' hashes: needs no order and no memory, however long the table is.
FINGERPRINT: LiteralString = """
    SELECT count(*), coalesce(sum(('x' || left(hash, 16))::bit(64)::bigint::numeric), 0)::text
        || ':' || coalesce(sum(('x' || right(hash, 16))::bit(64)::bigint::numeric), 0)::text
    FROM (SELECT md5(t::text) AS hash FROM {table} AS t) AS hashed
"""
FOREIGN_KEYS: LiteralString = """
    SELECT conrelid::regclass::text || ' ' || pg_get_constraintdef(oid), convalidated
    FROM pg_constraint WHERE contype = 'f' AND connamespace = 'public'::regnamespace ORDER BY 1
"""
COUNTERS: LiteralString = """
    SELECT t.relname, a.attname, s.relname FROM pg_depend d
    JOIN pg_class s ON s.oid = d.objid AND s.relkind = 'S' JOIN pg_class t ON t.oid = d.refobjid
    JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = d.refobjsubid
    WHERE d.deptype IN ('a', 'i') AND t.relnamespace = 'public'::regnamespace ORDER BY 1
"""


@dataclass(frozen=True)
class Table:
    """How many rows, and one hash over all of them."""

    rows: int
    hash: str


def connect(url: str) -> Connection:
    """A connection that reads everything at one moment and writes rows as text in one way."""
    connection = psycopg.connect(url, connect_timeout=5, autocommit=True)
    for statement in SAME_TEXT.split(";"):
        connection.execute(statement)
    connection.autocommit = False
    connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
    return connection


def names(connection: Connection, kinds: str = "rp") -> list[str]:
    """The tables of ours (or other relations, by PostgreSQL's letters), without those of extensions."""
    return [row[0] for row in connection.execute(OURS, [list(kinds)])]


def fingerprints(connection: Connection) -> dict[str, Table]:
    """Every table with its rows and their hash."""
    found = {}
    for name in names(connection):
        row = connection.execute(sql.SQL(FINGERPRINT).format(table=sql.Identifier(name))).fetchone()
        if row:
            found[name] = Table(rows=row[0], hash=row[1])
    return found


def foreign_keys(connection: Connection) -> list[str]:
    """Every foreign key that holds: one that PostgreSQL has not checked against all rows is left out."""
    return [definition for definition, is_checked in connection.execute(FOREIGN_KEYS) if is_checked]


def counters_behind(connection: Connection) -> list[str]:
    """Tables whose next number is taken already: their next row would be refused."""
    behind = []
    for table, column, counter in connection.execute(COUNTERS).fetchall():
        query = sql.SQL("SELECT (SELECT max({column}) FROM {table}), last_value FROM {counter}")
        row = connection.execute(
            query.format(column=sql.Identifier(column), table=sql.Identifier(table), counter=sql.Identifier(counter))
        ).fetchone()
        if row and row[0] is not None and row[0] > row[1]:
            behind.append(table)
    return behind


def server_version(connection: Connection) -> int:
    """The server's major version."""
    return connection.info.server_version // 10_000
