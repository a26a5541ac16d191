"""Which sizes of a picture pages use, and how each is made. Pure: bytes in, bytes out."""

from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from PIL import Image

from marketplace.media.states import Format, Kind

WIDTHS = {"card": (320, 640), "full": (960, 1600), "social": (1200,), "avatar": (96, 192)}
RATIO = {"card": 4 / 3, "social": 1200 / 630, "avatar": 1.0}
USES = {Kind.IMAGE: ("card", "full", "social"), Kind.AVATAR: ("avatar",)}
QUICK = (Format.WEBP, Format.JPEG)
# The preview that other sites show of a page: some of them know nothing newer.
ONLY = {"social": (Format.JPEG,)}
OPTIONS: dict[Format, dict[str, Any]] = {
    Format.JPEG: {"quality": 80, "optimize": True, "progressive": True},
    Format.WEBP: {"quality": 80, "method": 3},
    Format.AVIF: {"quality": 60, "speed": 8, "max_threads": 1},
}


@dataclass(frozen=True, slots=True)
class Size:
    """One size by its name (`card640`): which part of the picture, and how large."""

    name: str
    box: tuple[int, int, int, int]
    width: int
    height: int

    def is_crop_of(self, whole: tuple[int, int]) -> bool:
        """Whether something of the picture is cut off, so that the focal point matters."""
        return self.box != (0, 0, *whole)

    def is_made_as(self, form: Format) -> bool:
        """Whether the size is of use in that format."""
        return form in ONLY.get(self.name.rstrip("0123456789"), Format)


@dataclass(frozen=True, slots=True)
class Focus:
    """Where the eye should rest, in percent from the left and from the top."""

    x: int = 50
    y: int = 50


def sizes(kind: str, width: int, height: int, focus: Focus) -> Iterator[Size]:
    """Every size a picture of that width and height is shown in. Never larger than the picture, and none twice."""
    for use in USES.get(Kind(kind), ()):
        box = crop(width, height, RATIO.get(use), focus)
        wide, high = box[2] - box[0], box[3] - box[1]
        for wanted, smaller in zip(WIDTHS[use], (0, *WIDTHS[use]), strict=False):
            if wide > smaller:
                given = min(wanted, wide)
                yield Size(f"{use}{wanted}", box, given, max(1, round(high * given / wide)))


def crop(width: int, height: int, ratio: float | None, focus: Focus) -> tuple[int, int, int, int]:
    """The largest box of that ratio with the focus as near to its middle as the edges allow."""
    if ratio is None:
        return 0, 0, width, height
    wide = min(width, max(1, round(height * ratio)))
    high = min(height, max(1, round(width / ratio)))
    left = min(max(0, round(width * focus.x / 100 - wide / 2)), width - wide)
    top = min(max(0, round(height * focus.y / 100 - high / 2)), height - high)
    return left, top, left + wide, top + high


def open_master(data: bytes) -> Image.Image:
    """Our own master, decoded. Raises OSError when it is damaged."""
    image = Image.open(BytesIO(data), formats=["WEBP"])
    return image.convert("RGB")


def encode(image: Image.Image, size: Size, form: Format) -> bytes:
    """That size of the master in that format."""
    small = image.resize((size.width, size.height), Image.Resampling.LANCZOS, box=size.box, reducing_gap=3.0)
    out = BytesIO()
    small.save(out, form.name, **OPTIONS[form])
    return out.getvalue()
