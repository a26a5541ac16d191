"""Text as the index and the question both see it."""

import re
import unicodedata

MAX_QUESTION = 200
MAX_WORDS = 16

_YO = str.maketrans({"ё": "е", "Ё": "Е"})  # noqa: RUF001 (yo and ye)
# Marks of direction, surrogates, private use, unassigned: nothing that a reader sees. Controls part words.
_INVISIBLE = {"Cf", "Cs", "Co", "Cn"}


def clean(text: str, limit: int) -> str:
    """At most `limit` characters of NFC text on one line: no controls, marks of direction, lone surrogates or NUL."""
    # Cut first, with room for what falls away: a megabyte of junk costs no more than a page of text.
    line = " ".join(unicodedata.normalize("NFC", text[: limit * 4]).split())
    # Nearly every text is printable as it is; looking at each letter costs twenty times as much.
    if not line.isprintable():
        line = " ".join("".join(map(_visible, line)).split())
    return line[:limit].rstrip()


def fold(text: str) -> str:
    """The text in lower case with yo as ye, composed and narrow: "ЁЛКА" and "елка" are one word."""
    return unicodedata.normalize("NFKC", text).lower().translate(_YO)


def words(text: str) -> list[str]:
    """The first 16 words of what a person typed (200 characters at most), folded, each once, as they stand between
    blanks."""
    return list(dict.fromkeys(fold(clean(text, MAX_QUESTION)).split()))[:MAX_WORDS]


def bare(word: str) -> str:
    """The word without the marks around it: "(sofa)," gives "sofa"."""
    return re.sub(r"^[\W_]+|[\W_]+$", "", word)


def _visible(letter: str) -> str:
    category = unicodedata.category(letter)
    if letter.isspace() or category == "Cc":
        return " "
    return "" if category in _INVISIBLE else letter
