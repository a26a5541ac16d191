"""What is random everywhere else comes from names here: the same key, the same id, the same luck."""

from hashlib import sha256
from random import Random

from marketplace.core.ids import ALPHABET, LENGTH


def public_id(kind: str, key: str) -> str:
    """The public id of the demo's thing with this key: the same in every demo, so that links to it can be shared."""
    number = _number(kind, key)
    letters = []
    for _place in range(LENGTH):
        number, letter = divmod(number, len(ALPHABET))
        letters.append(ALPHABET[letter])
    return "".join(letters)


def chance(*key: object) -> Random:
    """Dice that fall the same way whenever they are thrown for this key."""
    return Random(_number(*key))  # noqa: S311 - a demo, not a secret


def _number(*key: object) -> int:
    return int.from_bytes(sha256(":".join(["lintel", *map(str, key)]).encode()).digest(), "big")
