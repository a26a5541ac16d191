"""A PNG has as many rows as it says, or it is not whole."""

import zlib

import pytest

from marketplace.media import png
from tests.media.corpus import chunk


def picture(header: bytes, rows: int) -> bytes:
    """Eight times eight pixels with that many bytes of rows, in chunks of ten bytes."""
    packed = zlib.compress(bytes(rows))
    pieces = [chunk(b"IDAT", packed[at : at + 10]) for at in range(0, len(packed), 10)]
    start = chunk(b"IHDR", (8).to_bytes(4, "big") * 2 + header)
    return b"\x89PNG\r\n\x1a\n" + start + chunk(b"tEXt", b"a\x00b") + b"".join(pieces) + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    ("header", "rows"),
    [
        (b"\x01\x00\x00\x00\x00", 8 * 2),
        (b"\x04\x03\x00\x00\x00", 8 * 5),
        (b"\x08\x00\x00\x00\x00", 8 * 9),
        (b"\x08\x02\x00\x00\x00", 8 * 25),
        (b"\x08\x04\x00\x00\x00", 8 * 17),
        (b"\x10\x06\x00\x00\x00", 8 * 65),
        # Interlaced: 64 pixels in fifteen rows of seven pictures.
        (b"\x08\x00\x00\x00\x01", 64 + 15),
    ],
)
def test_the_last_byte_makes_it_whole(header: bytes, rows: int) -> None:
    assert [png.is_whole(picture(header, count)) for count in (rows - 1, rows, rows + 1)] == [False, True, True]


@pytest.mark.parametrize("data", [b"", b"x" * 60, picture(b"\x08\x09\x00\x00\x00", 99)])
def test_what_is_no_png_is_not_whole(data: bytes) -> None:
    assert not png.is_whole(data)


def test_rows_that_do_not_unpack_are_not_whole() -> None:
    whole = picture(b"\x08\x02\x00\x00\x00", 200)
    assert not png.is_whole(whole.replace(b"IDAT\x78", b"IDAT\xff"))
