"""An index of its own for an evaluation or a bench: the same tables and the same statements, gone at the end."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction

TABLES = ("search_document", "text_lexeme", "text_word", "text_corpus")


@contextmanager
def scratch_index() -> Iterator[None]:
    """Inside, the search tables are empty temporary ones of this connection; the real ones are left alone.

    PostgreSQL looks for temporary tables first, so no other code has to know. Nothing of it is committed.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"CREATE TEMPORARY TABLE {table} (LIKE public.{table} INCLUDING ALL)")
        # Statements this connection prepared before would go on reading the tables they were planned for.
        cursor.execute("DISCARD PLANS")
        yield
        transaction.set_rollback(True)
    with connection.cursor() as cursor:
        cursor.execute("DISCARD PLANS")
