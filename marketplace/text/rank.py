"""How much a word says, and how PostgreSQL is asked for it."""

import math
from collections.abc import Iterable

# PostgreSQL's order is D, C, B, A: body, subtitle, keywords, title.
WEIGHTS = "{0.15,0.35,0.6,1}"
# Latin words get the English stemmer from this configuration, so one column serves both languages.
CONFIG = "russian"
# What it is worth that a document has all the words, beside how well it has each.
COVERAGE = 0.5


def idf(documents: int, corpus: int) -> float:
    """How telling a word is that `documents` of `corpus` have: 0 for none of worth, about 11 for one in 100,000."""
    corpus = max(corpus, documents)
    return math.log(1 + (corpus - documents + 0.5) / (documents + 0.5))


def quoted(lexeme: str) -> str:
    """The lexeme as an operand of a tsquery: quotes and backslashes inside are doubled, operators mean nothing."""
    return "'" + lexeme.replace("\\", "\\\\").replace("'", "''") + "'"


def all_of(lexemes: Iterable[str]) -> str:
    """The tsquery that asks for every one of the lexemes; empty when there are none."""
    return " & ".join(map(quoted, lexemes))


def any_of(tsqueries: Iterable[str]) -> str:
    """The tsquery that asks for what at least one of these asks for; empty ones are left out."""
    return " | ".join(f"({tsquery})" for tsquery in tsqueries if tsquery)
