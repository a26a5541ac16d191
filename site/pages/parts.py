"""The sections of a page, read and drawn only where they are not remembered."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import get_language
from wagtail.blocks import StreamValue

from design.fragments import key_of
from marketplace.catalog import selectors as catalogue
from marketplace.core import clock
from pages import freshness

# Numbers on cards may be a minute old; what came or went is seen a second later, see freshness.
FRESH: Final = 60


@dataclass(frozen=True, slots=True)
class Part:
    """One section at its place in a page, and under what it is remembered; empty where it must not be."""

    stream: StreamValue
    index: int
    key: bytes = b""

    def listed(self, viewer: Any) -> dict[str, Any]:
        """The section's template, words and lists, read for the viewer."""
        part = self.stream[self.index]
        listing = part.block.listing(part.value, viewer)
        return {"template": part.block.meta.template, "value": part.value, **listing}


def parts_of(stream: StreamValue, request: Any) -> list[Part]:
    """The sections of a stream. Each is remembered for a minute under its words, the language, and what it shows.

    In an editor's preview nothing is remembered, nor what differs from person to person once they are signed in.
    """
    if getattr(request, "is_preview", False):
        return [Part(stream, index) for index in range(len(stream))]
    return list(_keyed(stream, is_person=request.user.is_authenticated))


def _keyed(stream: StreamValue, *, is_person: bool) -> Iterator[Part]:
    shown = freshness.version("pages", "listings")
    now = (get_language(), is_person, shown, catalogue.version(), int(clock.now().timestamp()) // FRESH)
    for index, raw in enumerate(stream.raw_data):
        block = stream.stream_block.child_blocks.get(raw["type"])
        is_own = is_person and getattr(block, "is_personal", False)
        yield Part(stream, index, b"" if is_own else key_of(raw["type"], raw["value"], *now))
