"""Whether a PNG holds all the rows it promises. Pillow takes one that breaks off as whole, and pays for the rest.

Nothing is decoded here: the rows are unpacked a piece at a time, and counted.
"""

import struct
import zlib
from collections.abc import Iterator

SIGNATURE = 8
HEADER = struct.Struct(">IIBBBBB")
CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
PIECE = 1024 * 1024
LITTLE = 64 * 1024
# Of an interlaced picture, seven smaller ones: where each starts, and how far apart its pixels lie.
PASSES = ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2))


def is_whole(data: bytes) -> bool:
    """Whether the packed rows are as long as the header says. False for what is no PNG at all."""
    try:
        missing = _promised(data)
        for length in _unpacked(data):
            missing -= length
            if missing <= 0:
                return True
    except (struct.error, zlib.error, KeyError):
        return False
    return False


def _promised(data: bytes) -> int:
    """The bytes of all rows, each with its filter, by the header."""
    width, height, depth, colours, _packing, _filter, interlaced = HEADER.unpack_from(data, SIGNATURE + 8)
    bits = depth * CHANNELS[colours]
    passes = PASSES if interlaced else ((0, 0, 1, 1),)
    sizes = ((-(-(width - x) // across), -(-(height - y) // down)) for x, y, across, down in passes)
    return sum(rows * (1 + -(-columns * bits // 8)) for columns, rows in sizes if columns > 0 and rows > 0)


def _unpacked(data: bytes) -> Iterator[int]:
    """The lengths of the pieces that the packed rows become; no piece is larger than a megabyte."""
    unpacker = zlib.decompressobj()
    for packed in _packed(memoryview(data)):
        rest: bytes | memoryview = packed
        while rest and not unpacker.eof:
            yield len(unpacker.decompress(rest, PIECE))
            rest = unpacker.unconsumed_tail
    yield len(unpacker.flush())


def _packed(data: memoryview) -> Iterator[memoryview]:
    """What the IDAT chunks hold, a little at a time: what is not unpacked yet is copied again and again."""
    at = SIGNATURE
    while at + 8 <= len(data):
        length, kind = struct.unpack_from(">I4s", data, at)
        if kind == b"IDAT":
            content = data[at + 8 : at + 8 + length]
            yield from (content[start : start + LITTLE] for start in range(0, len(content), LITTLE))
        at += length + 12
