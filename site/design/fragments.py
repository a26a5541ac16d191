"""Pieces of pages that were drawn before, kept by the process itself.

A piece is found by everything that it was drawn from. What changes is another piece, so nothing is ever invalidated:
the oldest ones fall out.
"""

import hashlib
from collections import OrderedDict
from sys import getsizeof
from threading import Lock
from typing import Any, Final, NamedTuple

import orjson

# Bytes of HTML that a process keeps: some thousand cards and some dozen pages of them.
MOST: Final = 8 * 1024 * 1024


class Piece(NamedTuple):
    """HTML with holes for what is of one request alone, and the names of the icons it refers to."""

    html: str
    icons: tuple[str, ...]


class Pieces:
    """The latest pieces used, up to so many bytes of them."""

    def __init__(self, most: int = MOST) -> None:
        self.most, self.size = most, 0
        self._known: OrderedDict[bytes, Piece] = OrderedDict()
        self._lock = Lock()

    def get(self, key: bytes) -> Piece | None:
        """The piece, which is now the latest used; None when it was never drawn or fell out."""
        with self._lock:
            piece = self._known.get(key)
            if piece is not None:
                self._known.move_to_end(key)
            return piece

    def keep(self, key: bytes, piece: Piece) -> None:
        """Keep a piece; those that were not used for longest go when there is too much."""
        with self._lock:
            self.size += self._size_of(piece) - self._size_of(self._known.get(key))
            self._known[key] = piece
            while self.size > self.most:
                self.size -= self._size_of(self._known.popitem(last=False)[1])

    def clear(self) -> None:
        """Forget all of them."""
        with self._lock:
            self._known.clear()
            self.size = 0

    @staticmethod
    def _size_of(piece: Piece | None) -> int:
        return getsizeof(piece.html) if piece else 0


pieces = Pieces()


def key_of(*parts: Any) -> bytes:
    """The key of a piece drawn from these values, not from models: those that read alike have the same key."""
    content = orjson.dumps(parts, default=str, option=orjson.OPT_NON_STR_KEYS | orjson.OPT_PASSTHROUGH_DATACLASS)
    return hashlib.blake2b(content, digest_size=16).digest()
