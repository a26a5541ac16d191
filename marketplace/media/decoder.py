"""Turns the bytes of a stranger's picture into a picture of our own. Needs Pillow alone: it also runs as a script.

Opened in a process of its own, under a memory and a time limit, a file can at worst kill that process.
"""

from __future__ import annotations

import json
import resource
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from io import BytesIO
from typing import Any

import pillow_heif
from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

PIXELS = 50_000_000
MEGABYTE = 1024 * 1024
CHILD_MEMORY = 280 * MEGABYTE
CHILD_SECONDS = 20
REFUSED = 3
ORIENTATION = 0x0112
PROFILE_BYTES = 2 * MEGABYTE

BUDGET = 255 * MEGABYTE

# What it costs to decode one pixel, in bytes, as measured (the decoder's own buffers and Pillow's copy). The budget
# lets through what cameras write, JPEG, PNG and HEIC, up to 50 megapixels; AVIF to 29, WebP to 17.
COST = {"JPEG": 1.2, "PNG": 4.2, "HEIF": 4.6, "AVIF": 9.2, "WEBP": 15.6}
FORMATS = tuple(COST)

pillow_heif.register_heif_opener()
Image.MAX_IMAGE_PIXELS = PIXELS


class Unsafe(Exception):
    """The picture is refused; the only argument is a stable code."""

    @property
    def code(self) -> str:
        return str(self.args[0])


@dataclass(frozen=True, slots=True)
class Limits:
    """What a picture may be, and what it is made into: `edge` is the longest side kept."""

    bytes: int
    longest_from: int
    longest_to: int = 12_000
    ratio: int = 10
    edge: int = 2560
    square: bool = False
    alpha: bool = False
    quality: int = 86

    def kept(self, size: tuple[int, int]) -> int:
        """How long the longer side stays; of a square to be, the shorter side is what counts."""
        return max(self.edge, round(self.edge * max(size) / min(size))) if self.square else self.edge


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that we encoded ourselves."""

    content: bytes
    width: int
    height: int


@contextmanager
def bombs_only() -> Iterator[None]:
    """Pillow's warning of a bomb is an error; that it found odd EXIF is no news."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        warnings.filterwarnings("error", category=Image.DecompressionBombWarning)
        yield


@bombs_only()
def open_image(data: bytes) -> Image.Image:
    """The picture, opened and not decoded yet; the type is what the content says. Raises Unsafe."""
    try:
        return Image.open(BytesIO(data), formats=FORMATS)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise Unsafe("image_pixels") from error
    except UnidentifiedImageError as error:
        raise Unsafe("image_type") from error
    except Exception as error:
        raise Unsafe("image_broken") from error


def kind_of(image: Image.Image) -> str:
    """JPEG, PNG, WEBP, AVIF or HEIF. A phone's JPEG with a depth map inside calls itself MPO."""
    return "JPEG" if image.format == "MPO" else str(image.format)


def check(image: Image.Image, limits: Limits) -> None:
    """Everything that the header tells. Raises Unsafe."""
    width, height = image.size
    if image.format != "MPO" and getattr(image, "n_frames", 1) > 1:
        raise Unsafe("image_frames")
    if width * height > PIXELS or weight(image) > BUDGET:
        raise Unsafe("image_pixels")
    longest, shortest = max(image.size), min(image.size)
    if not limits.longest_from <= longest <= limits.longest_to or longest > shortest * limits.ratio:
        raise Unsafe("image_dimensions")


def weight(image: Image.Image) -> float:
    """How many bytes of memory decoding takes, about."""
    return float(image.width * image.height) * (COST[kind_of(image)] + waiting(image))


def waiting(image: Image.Image) -> float:
    """What a progressive JPEG keeps of each pixel until its last scan: two bytes for every sample."""
    layers = getattr(image, "layer", ())
    if not layers or not image.info.get("progressive"):
        return 0.0
    widest, tallest = max(layer[1] for layer in layers), max(layer[2] for layer in layers)
    return float(2 * sum(layer[1] * layer[2] for layer in layers) / (widest * tallest))


@bombs_only()
def make(data: bytes, limits: Limits) -> Picture:
    """Check, decode, turn upright, bring to sRGB, shrink and encode anew: nothing else of the file survives."""
    image = open_image(data)
    check(image, limits)
    try:
        return encode(upright(image, data, limits), limits)
    except MemoryError as error:
        raise Unsafe("image_pixels") from error
    except Exception as error:
        raise Unsafe("image_broken") from error


def upright(image: Image.Image, data: bytes, limits: Limits) -> Image.Image:
    profile, turn = image.info.get("icc_profile"), orientation(image)
    shape = "RGBA" if image.has_transparency_data else "CMYK" if image.mode == "CMYK" else "RGB"
    edge = limits.kept(image.size)
    if kind_of(image) == "JPEG":
        image.draft(None, scaled(image.size, edge))
    small = shrink(strips_of(image, data), edge, shape)
    return flatten(cut(turned(standard(small, profile), turn), limits), limits)


def orientation(image: Image.Image) -> int:
    """How the camera was held, 1 to 8. libheif has turned its pictures already; unreadable EXIF says nothing."""
    if kind_of(image) == "HEIF":
        return 1
    try:
        return int(image.getexif().get(ORIENTATION, 1))
    except Exception:  # noqa: BLE001 - whatever EXIF makes Pillow raise, the picture itself may be fine
        return 1


def turned(image: Image.Image, turn: int) -> Image.Image:
    image.getexif()[ORIENTATION] = turn
    return ImageOps.exif_transpose(image)


def scaled(size: tuple[int, int], edge: int) -> tuple[int, int]:
    """The size with its longer side brought down to `edge`; never up."""
    longest = max(*size, edge)
    return max(1, round(size[0] * edge / longest)), max(1, round(size[1] * edge / longest))


@dataclass(slots=True)
class Strips:
    """A decoded picture that gives out horizontal strips, so that no second copy of it is ever made."""

    size: tuple[int, int]
    image: Image.Image | None = None
    mode: str = ""
    data: Any = None
    stride: int = 0

    def strip(self, top: int, bottom: int) -> Image.Image:
        if self.image is not None:
            return self.image.crop((0, top, self.size[0], bottom))
        part = memoryview(self.data)[top * self.stride : bottom * self.stride]
        return Image.frombytes(self.mode, (self.size[0], bottom - top), part, "raw", self.mode, self.stride)

    def close(self) -> None:
        """Let go of the decoded pixels before the next step asks for memory."""
        if self.image is not None:
            self.image.close()
        self.image, self.data = None, None


def strips_of(image: Image.Image, data: bytes) -> Strips:
    """Decode fully. libheif's own buffer is read directly: Pillow's copy of 48 megapixels is 190 MB more."""
    if kind_of(image) != "HEIF":
        image.load()
        return Strips(image.size, image)
    decoded = pillow_heif.HeifFile(BytesIO(data), convert_hdr_to_8bit=True)  # type: ignore[no-untyped-call]
    frame = decoded[decoded.primary_index]
    pixels = frame.data
    return Strips(frame.size, mode=frame.mode, data=pixels, stride=frame.stride)


def shrink(source: Strips, edge: int, mode: str) -> Image.Image:
    """The picture in `mode` with its longer side at most `edge`: whole steps strip by strip, the rest at once."""
    width, height = source.size
    step = max(1, max(source.size) // edge)
    canvas = Image.new(mode, (-(-width // step), -(-height // step)))
    rows = step * max(1, 1_000_000 // (width * step))
    for top in range(0, height, rows):
        strip = eight_bit(source.strip(top, min(height, top + rows))).convert(mode)
        canvas.paste(strip.reduce(step) if step > 1 else strip, (0, top // step))
    source.close()
    size = scaled(canvas.size, edge)
    return canvas if size == canvas.size else canvas.resize(size, Image.Resampling.LANCZOS)


def eight_bit(image: Image.Image) -> Image.Image:
    """Pillow would clip 16 bits of grey at 255 instead of scaling them."""
    if not image.mode.startswith("I"):
        return image
    return image.convert("I").point(lambda value: value / 256).convert("L")


def standard(image: Image.Image, profile: bytes | None) -> Image.Image:
    """The picture in sRGB; a profile that is absent or broken means it is there already."""
    target = "RGBA" if image.mode == "RGBA" else "RGB"
    if profile and len(profile) <= PROFILE_BYTES:
        try:
            found = ImageCms.ImageCmsProfile(BytesIO(profile))
            turned = ImageCms.profileToProfile(image, found, ImageCms.createProfile("sRGB"), outputMode=target)
            return turned or image.convert(target)
        except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
            pass
    return image.convert(target)


def cut(image: Image.Image, limits: Limits) -> Image.Image:
    """A square from the middle, where one is wanted; never made larger than it is."""
    if not limits.square:
        return image
    side = min(*image.size, limits.edge)
    return ImageOps.fit(image, (side, side), Image.Resampling.LANCZOS)


def flatten(image: Image.Image, limits: Limits) -> Image.Image:
    """What shines through lies on white, unless the limits keep it."""
    if image.mode != "RGBA" or limits.alpha:
        return image
    white = Image.new("RGB", image.size, "white")
    white.paste(image, mask=image.getchannel("A"))
    return white


def encode(image: Image.Image, limits: Limits) -> Picture:
    """A bare copy of the pixels as WebP: the copy knows of no metadata that could be saved."""
    bare = Image.frombytes(image.mode, image.size, image.tobytes())
    out = BytesIO()
    bare.save(out, "WEBP", quality=limits.quality, method=3)
    return Picture(out.getvalue(), *bare.size)


def confine() -> None:
    """Limit this process; where a system does not know a limit, the time limit of the parent is left."""
    for kind, most in ((resource.RLIMIT_DATA, CHILD_MEMORY), (resource.RLIMIT_CPU, CHILD_SECONDS)):
        try:
            resource.setrlimit(kind, (most, most))
        except (OSError, ValueError):
            continue


def main() -> int:
    """Read a picture from standard input, write its size as a JSON line and its bytes; or a code, and say no."""
    confine()
    try:
        picture = make(sys.stdin.buffer.read(), Limits(**json.loads(sys.argv[1])))
    except Unsafe as refusal:
        sys.stdout.write(refusal.code)
        return REFUSED
    sys.stdout.buffer.write(json.dumps([picture.width, picture.height]).encode() + b"\n" + picture.content)
    return 0


def arguments(limits: Limits) -> str:
    """The limits as `main` reads them."""
    return json.dumps(asdict(limits))


if __name__ == "__main__":
    sys.exit(main())
