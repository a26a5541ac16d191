"""A name in three languages: which one the reader sees."""

import re

from django.utils.translation import get_language

LANGUAGES = ("en", "ru", "kk")


def reader(language: str | None = None) -> str:
    """The column suffix (en, ru, kk) for a language code, the active language when none is given."""
    code = (language or get_language() or "en").split("-")[0].lower()
    return code if code in LANGUAGES else "en"


def pick(texts: dict[str, str], language: str | None = None) -> str:
    """The text in the reader's language, in English where it is not translated."""
    return texts.get(reader(language)) or texts.get("en", "")


def lines(text: str) -> list[str]:
    """The synonyms of a field that holds one on each line."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def words(text: str) -> tuple[str, ...]:
    """The words of a text as they are compared: lower case, without punctuation, ё as е."""
    return tuple(re.findall(r"[^\W_]+", text.casefold().replace("ё", "е")))
