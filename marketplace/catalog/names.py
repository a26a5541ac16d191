"""A name in three languages: which one the reader sees."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import get_language

from marketplace.text.normalise import fold

LANGUAGES = ("en", "ru", "kk")


def reader(language: str | None = None) -> str:
    """The column suffix (en, ru, kk) for a language code, the active language when none is given."""
    code = (language or get_language() or "en").split("-")[0].lower()
    return code if code in LANGUAGES else "en"


def pick(texts: Mapping[str, str], language: str | None = None) -> str:
    """The text in the reader's language, in English where it is not translated."""
    return texts.get(reader(language)) or texts.get("en", "")


def lines(text: str) -> list[str]:
    """The synonyms of a field that holds one on each line."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def write_options(options: Iterable[Mapping[str, str]]) -> str:
    """Options of an attribute as lines of text, each `key | English | Russian | Kazakh`."""
    return "\n".join(
        " | ".join(option.get(part, "") for part in ("key", *LANGUAGES)).rstrip(" |") for option in options
    )


def words(text: str) -> tuple[str, ...]:
    """The words of a text as they are compared: folded, without the marks between them."""
    return tuple(re.findall(r"[^\W_]+", fold(text)))


def keywords(categories: Iterable[Any], others: Iterable[Any] = ()) -> str:
    """What a listing is found by: its categories' names and synonyms and the other entries' names, in all languages."""
    found: list[str] = []
    for category in categories:
        found += _columns(category, "name")
        found += [line for text in _columns(category, "synonyms") for line in lines(text)]
    for entry in others:
        found += _columns(entry, "name")
    return " ".join(dict.fromkeys(found))


def _columns(entry: Any, column: str) -> list[str]:
    return [text for language in LANGUAGES if (text := getattr(entry, f"{column}_{language}"))]
