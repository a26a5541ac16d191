"""Reading a question: which words we know, what the others may have meant."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, islice
from typing import Any

from django.db import connection

from marketplace.text import normalise, spelling
from marketplace.text.layout import other_layout
from marketplace.text.rank import CONFIG, idf

# What an editor's synonym is worth beside the word that was typed.
SYNONYM = 0.5
MAX_SYNONYMS = 8
MAX_REPAIRS = 4

# From a text to phrases that mean the same.
Expand = Callable[[str], Iterable[str]]
Phrase = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Term:
    """What to look for: one lexeme (of a synonym, all of its phrase), in how many documents it is at most, and what
    finding it is worth."""

    lexemes: tuple[str, ...]
    documents: int
    worth: float
    is_synonym: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """A question as understood: what to look for, how many documents there are, and the words used when they are not
    the words typed."""

    terms: tuple[Term, ...]
    corpus: int = 0
    corrected: str = ""


@dataclass(frozen=True, slots=True)
class _Found:
    lexeme: str
    documents: int
    corpus: int


Known = dict[str, list[_Found]]


def understand(text: str, *, expand: Expand | None = None) -> Reading:
    """The question read with our own vocabulary: unknown words repaired, `expand`'s synonyms added at half worth.

    One statement, or three when a word is unknown. Words that no document has are left out.
    """
    typed = normalise.words(text)
    if not typed:
        return Reading(())
    synonyms = _synonyms(expand, typed)
    known = _lexemes([*typed, *filter(None, map(other_layout, typed)), *chain(*synonyms)])
    repairs = _repairs(typed, known)
    used = [repairs.get(word, word) for word in typed]
    if repairs:
        synonyms = _synonyms(expand, used)
        known |= _lexemes([word for word in {*repairs.values(), *chain(*synonyms)} if word not in known])
    corpus = max((found.corpus for founds in known.values() for found in founds), default=0)
    terms = _once([*_terms(used, known), *_synonym_terms(synonyms, known)])
    return Reading(terms, corpus, " ".join(used) if repairs else "")


def complete(beginning: str, limit: int) -> list[str]:
    """The words of our vocabulary that begin so, those in most documents first; none for less than two letters."""
    start = normalise.fold(normalise.clean(beginning, spelling.LONGEST))
    if len(start) < 2 or not start.isalpha():
        return []
    sql = "SELECT word FROM text_word WHERE word LIKE %s ORDER BY documents DESC, word LIMIT %s"
    return [word for (word,) in _rows(sql, [start + "%", limit])]


def _synonyms(expand: Expand | None, used: list[str]) -> list[Phrase]:
    phrases = expand(" ".join(used)) if expand else ()
    return [tuple(normalise.words(phrase)) for phrase in islice(phrases, MAX_SYNONYMS)]


def _lexemes(words: list[str]) -> Known:
    """The lexemes of each word with the number of documents that have it; an empty list for a stop word."""
    if not words:
        return {}
    sql = f"""
        SELECT asked.word, found.lexeme, coalesce(counted.documents, 0),
               coalesce((SELECT documents FROM text_corpus), 0)
        FROM unnest(%s::text[]) AS asked (word)
        CROSS JOIN LATERAL unnest(tsvector_to_array(to_tsvector('{CONFIG}', asked.word))) AS found (lexeme)
        LEFT JOIN text_lexeme counted ON counted.word = found.lexeme
    """  # noqa: S608 (the configuration is a constant)
    lexemes: Known = {word: [] for word in words}
    for word, lexeme, documents, corpus in _rows(sql, [list(lexemes)]):
        lexemes[word].append(_Found(lexeme, documents, corpus))
    return lexemes


def _terms(words: list[str], known: Known) -> Iterator[Term]:
    for found in chain(*(known[word] for word in words)):
        if found.documents:
            yield Term((found.lexeme,), found.documents, idf(found.documents, found.corpus))


def _synonym_terms(phrases: list[Phrase], known: Known) -> Iterator[Term]:
    """A term for each phrase all of whose words some document has: a part of a synonym says nothing."""
    for phrase in phrases:
        parts = list(chain(*(known[word] for word in phrase)))
        rarest = min(parts, key=lambda part: part.documents, default=None)
        if rarest and rarest.documents:
            worth = SYNONYM * idf(rarest.documents, rarest.corpus)
            yield Term(tuple(part.lexeme for part in parts), rarest.documents, worth, is_synonym=True)


def _once(terms: Iterable[Term]) -> tuple[Term, ...]:
    first: dict[Phrase, Term] = {}
    for term in terms:
        first.setdefault(term.lexemes, term)
    return tuple(first.values())


def _repairs(typed: list[str], known: Known) -> dict[str, str]:
    """What to read instead of each word that no document has; words that cannot be repaired are not in it."""
    unknown = [word for word in typed if known[word] and not any(found.documents for found in known[word])]
    repairs = {word: other for word in unknown if _is_known(other := other_layout(word), known)}
    bare = {word: normalise.bare(word) for word in unknown if word not in repairs}
    askable = {word: core for word, core in bare.items() if spelling.is_repairable(core)}
    alike = _alike(list(askable.values())[:MAX_REPAIRS])
    closest = {word: spelling.closest(core, alike.get(core, ())) for word, core in askable.items()}
    return repairs | {word: better for word, better in closest.items() if better}


def _is_known(word: str, known: Known) -> bool:
    return any(found.documents for found in known.get(word, ()))


def _alike(words: list[str]) -> dict[str, list[spelling.Known]]:
    """Candidates for each word: exactly one edit away by the primary key, farther ones by their trigrams."""
    if not words:
        return {}
    pairs = [(word, near) for word in words for near in spelling.neighbours(word)]
    sql = """
        SELECT asked.word, w.word, w.documents
        FROM unnest(%s::text[], %s::text[]) AS asked (word, near) JOIN text_word w ON w.word = asked.near
        UNION
        SELECT asked.word, w.word, w.documents
        FROM unnest(%s::text[]) AS asked (word) JOIN text_word w ON w.word %% asked.word
        WHERE abs(length(w.word) - length(asked.word)) <= 2
    """
    alike: dict[str, list[spelling.Known]] = {}
    for word, near, documents in _rows(sql, [[p[0] for p in pairs], [p[1] for p in pairs], words]):
        alike.setdefault(word, []).append(spelling.Known(near, documents))
    return alike


def _rows(sql: str, params: list[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return list(cursor.fetchall())
