"""Cursors are opaque, small, and refuse what we did not write."""

import base64
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.core import keyset

plain = st.none() | st.integers(-(2**63) + 1, 2**63 - 1) | st.floats(-1e299, 1e299) | st.text("abcЖ😀 -", max_size=20)


def written(value: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")


@given(st.lists(plain, min_size=1, max_size=3))
def test_what_goes_in_comes_out(values: list[str | int | float | None]) -> None:
    assert keyset.decode(keyset.encode(values), length=len(values)) == values


@pytest.mark.parametrize(
    "cursor",
    [
        "",
        "%%%",
        "ж",
        "a" * 401,
        "\x00",
        written({"a": 1}),
        written([1]),
        written([1, 2, 3]),
        written([1, [2]]),
        written([1, True]),
        written([1, 2**63]),
        written([1, 1e301]),
        written([1, "a\x00b"]),
        base64.urlsafe_b64encode(b"[1, NaN]").decode(),
        base64.urlsafe_b64encode(b"\xff\xfe[1,2]").decode(),
        written("[" * 200),
    ],
)
def test_anything_else_is_a_broken_link(cursor: str) -> None:
    with pytest.raises(keyset.BadCursor) as refused:
        keyset.decode(cursor, length=2)
    assert refused.value.code == "bad_cursor"
    assert refused.value.status == 422
    assert refused.value.field == "cursor"
