"""Public ids: what addresses and the API show instead of database ids."""

import re
import secrets
from functools import lru_cache

from anyascii import anyascii
from django.utils.text import slugify

ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
LENGTH = 12
PATTERN = f"[{ALPHABET}]{{{LENGTH}}}"


def public_id() -> str:
    """Twelve random letters and digits that cannot be mixed up when read aloud (59 bits)."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def is_public_id(text: str) -> bool:
    """Whether the text could be a public id at all."""
    return re.fullmatch(PATTERN, text) is not None


@lru_cache(maxsize=5_000)
def readable(text: str, *, otherwise: str) -> str:
    """The text as the readable half of an address: Latin letters, digits and hyphens, at most 80 of them."""
    return slugify(anyascii(text))[:80].strip("-") or otherwise
