"""Learning words from what is written, and counting them all again."""

from collections.abc import Sequence

from django.db import connection, transaction

from marketplace.text import normalise
from marketplace.text.rank import CONFIG

SPELLABLE = "^[[:alpha:]]{3,40}$"


def learn(texts: Sequence[str]) -> int:
    """Make the words of new texts known at once, counted as one document each until the next recount.

    Gives the number of texts written since the last recount. Safe to run twice: known words are left alone.
    """
    folded = [normalise.fold(text) for text in texts]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock_shared(hashtext('text.recount'))")
        # In order of the word: two writers that meet wait for each other and cannot deadlock.
        cursor.execute(_learn("text_lexeme", CONFIG), [folded, ""])
        cursor.execute(_learn("text_word", "simple"), [folded, SPELLABLE])
        cursor.execute(
            "INSERT INTO text_corpus (id, documents, written) VALUES (1, %s, %s)"
            " ON CONFLICT (id) DO UPDATE SET written = text_corpus.written + excluded.written RETURNING written",
            [len(texts), len(texts)],
        )
        [written] = cursor.fetchone()
    return int(written)


def recount(vectors: str, texts: str) -> int:
    """Count every word anew; gives the number of documents counted.

    `vectors` and `texts` are our own SQL (never a person's text): each selects one column, the tsvector and the
    folded text of every document. Readers see the old counts until the new ones are whole.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('text.recount'))")
        cursor.execute("DELETE FROM text_lexeme")
        cursor.execute("INSERT INTO text_lexeme (word, documents) SELECT word, ndoc FROM ts_stat(%s)", [vectors])
        cursor.execute("DELETE FROM text_word")
        cursor.execute(
            "INSERT INTO text_word (word, documents) SELECT word, ndoc FROM ts_stat(%s) WHERE word ~ %s",
            [f"SELECT to_tsvector('simple', texts.text) FROM ({texts}) AS texts (text)", SPELLABLE],  # noqa: S608
        )
        cursor.execute(
            f"INSERT INTO text_corpus (id, documents, written, counted_at)"  # noqa: S608
            f" SELECT 1, count(*), 0, now() FROM ({vectors}) AS counted"
            f" ON CONFLICT (id) DO UPDATE SET documents = excluded.documents, written = 0, counted_at = now()"
            f" RETURNING documents"
        )
        [documents] = cursor.fetchone()
        cursor.execute("ANALYZE text_lexeme, text_word")
    return int(documents)


def _learn(table: str, config: str) -> str:
    return f"""
        INSERT INTO {table} (word, documents)
        SELECT DISTINCT found.word, 1 FROM unnest(%s::text[]) AS texts (text)
        CROSS JOIN LATERAL unnest(tsvector_to_array(to_tsvector('{config}', texts.text))) AS found (word)
        WHERE found.word ~ %s
        ORDER BY found.word
        ON CONFLICT (word) DO NOTHING
    """  # noqa: S608 (both names are constants of this file)
