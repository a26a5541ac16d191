"""The square that somebody chose of their picture. Pure: our own picture in, our own picture out."""

from dataclasses import dataclass, replace
from io import BytesIO
from math import isfinite

from django.utils.translation import gettext as _
from PIL import Image

from marketplace.media.decoder import MEGABYTE, Limits
from marketplace.media.images import AVATAR, Readable, Refused, SafeImage, read_image

# Whole and sharp, so that a small part of it is still a picture; the square that is cut from it is encoded once more.
WHOLE = Limits(bytes=5 * MEGABYTE, longest_from=128, edge=2560, quality=95)
LEAST = 96


@dataclass(frozen=True, slots=True)
class Crop:
    """A square: its left edge as a part of the width, its top of the height, its side of the shorter side (0 to 1)."""

    x: float
    y: float
    size: float

    def __post_init__(self) -> None:
        """Raises Refused for what is no number from 0 to 1."""
        if not all(isfinite(value) and 0 <= value <= 1 for value in (self.x, self.y, self.size)):
            raise Refused(_("Choose a square inside the picture."), code="image_crop")

    def box(self, width: int, height: int) -> tuple[int, int, int, int]:
        """The square in pixels: never smaller than what is shown, never over an edge."""
        shortest = min(width, height)
        side = min(shortest, max(round(shortest * self.size), LEAST))
        left, top = min(round(width * self.x), width - side), min(round(height * self.y), height - side)
        return left, top, left + side, top + side


def read_square(file: Readable, crop: Crop | None) -> SafeImage:
    """A stranger's picture, made safe and cut to that square, or to one from its middle. Raises as read_image."""
    return read_image(file, AVATAR) if crop is None else cut(read_image(file, WHOLE), crop)


def cut(safe: SafeImage, crop: Crop) -> SafeImage:
    """The square of a picture that is safe already, at most 512 pixels wide."""
    with Image.open(BytesIO(safe.content), formats=["WEBP"]) as image:
        square = image.convert("RGB").crop(crop.box(*image.size))
    side = min(square.width, AVATAR.edge)
    out = BytesIO()
    square.resize((side, side), Image.Resampling.LANCZOS).save(out, "WEBP", quality=AVATAR.quality, method=3)
    return replace(safe, content=out.getvalue(), width=side, height=side)
