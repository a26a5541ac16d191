"""The one door for pictures: API, site forms and the editors' admin all come through `read_image`."""

import hashlib
import json
import subprocess
import sys
from dataclasses import dataclass
from threading import Lock
from typing import Any, Protocol

from django.core.files.base import ContentFile
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from marketplace.core.errors import Invalid
from marketplace.media import decoder, names, png
from marketplace.media.decoder import MEGABYTE, Limits, Picture, Unsafe

PHOTO = Limits(bytes=15 * MEGABYTE, longest_from=600)
AVATAR = Limits(bytes=5 * MEGABYTE, longest_from=128, edge=512, square=True)
SITE = Limits(bytes=15 * MEGABYTE, longest_from=64, alpha=True)

MIME = "image/webp"
EXTENSIONS = {
    "JPEG": {"jpg", "jpeg", "jpe", "jfif"},
    "PNG": {"png"},
    "WEBP": {"webp"},
    "AVIF": {"avif"},
    "HEIF": {"heic", "heif", "hif"},
}
# Heavier pictures, and the formats whose decoders are young, are decoded in a process of their own.
LIGHT = 64 * MEGABYTE
APART = {"HEIF", "AVIF"}

MESSAGES: dict[str, Promise] = {
    "image_type": _("This is not a JPEG, PNG, WebP, AVIF or HEIC picture."),
    "image_name": _("The ending of the file's name does not fit what is inside. Please rename it, or save it anew."),
    "image_pixels": _("This picture has too many pixels. Up to 50 megapixels are fine, in JPEG, PNG or HEIC."),
    "image_frames": _("This picture moves. Please choose a still one."),
    "image_broken": _("This picture is damaged and cannot be read. Please save it anew, or choose another one."),
}

_decoding = Lock()


class Readable(Protocol):
    """Anything that gives bytes: an upload, an open file."""

    def read(self, size: int = ..., /) -> bytes: ...


class Refused(Invalid):
    """A file that the door does not let in; `code` says why."""

    def __init__(self, message: str, *, code: str, field: str = "file") -> None:
        super().__init__(message, code=code, field=field)


@dataclass(frozen=True, slots=True)
class SafeImage:
    """A picture encoded by us: WebP, sRGB, upright, without metadata."""

    content: bytes
    width: int
    height: int
    original_name: str
    mime: str = MIME

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


class SafeFile(ContentFile):  # type: ignore[type-arg]
    """The bytes of a SafeImage as a file: whoever gets one need not check again."""

    content_type = MIME
    image: Any = None


def read_image(file: Readable, limits: Limits = PHOTO) -> SafeImage:
    """A stranger's picture, checked, decoded and encoded anew. Takes any file; its `name`, if any, must fit.

    Raises Refused: image_size, image_type, image_name, image_pixels, image_dimensions, image_frames, image_broken.
    """
    data = read_at_most(file, limits)
    name = str(getattr(file, "name", "") or "")
    try:
        with _decoding:
            picture = _decoded(data, name, limits)
    except Unsafe as unsafe:
        raise Refused(message(unsafe.code, limits), code=unsafe.code) from unsafe
    return SafeImage(picture.content, picture.width, picture.height, names.clean(name))


def read_at_most(file: Readable, limits: Limits) -> bytes:
    """All bytes of the file, from its beginning. Raises Refused when there are none or too many."""
    rewind = getattr(file, "seek", None)
    if rewind is not None:
        rewind(0)
    data = file.read(limits.bytes + 1)
    if not data:
        raise Refused(str(_("This file is empty.")), code="image_size")
    if len(data) > limits.bytes:
        raise Refused(message("image_size", limits), code="image_size")
    return data


def message(code: str, limits: Limits) -> str:
    """The refusal in words a person understands, with the figures that apply."""
    if code == "image_size":
        return str(_("This file is too big. Up to %(most)d MB are fine.")) % {"most": limits.bytes // MEGABYTE}
    if code == "image_dimensions":
        text = _("The longer side must have %(least)d to %(most)d pixels, and be at most %(ratio)d times the shorter.")
        return str(text) % {"least": limits.longest_from, "most": limits.longest_to, "ratio": limits.ratio}
    return str(MESSAGES[code])


def _decoded(data: bytes, name: str, limits: Limits) -> Picture:
    image = decoder.open_image(data)
    kind, heavy = decoder.kind_of(image), decoder.weight(image) > LIGHT
    suffix = names.extension(name) if name else ""
    if suffix and suffix not in EXTENSIONS[kind]:
        raise Unsafe("image_name")
    decoder.check(image, limits)
    image.close()
    if kind == "PNG" and not png.is_whole(data):
        raise Unsafe("image_broken")
    return _apart(data, limits) if heavy or kind in APART else decoder.make(data, limits)


def _apart(data: bytes, limits: Limits) -> Picture:
    """The same in a process with a memory and a time limit of its own; its death is the picture's fault."""
    command = [sys.executable, "-I", str(decoder.__file__), decoder.arguments(limits)]
    try:
        child = subprocess.run(command, input=data, capture_output=True, timeout=decoder.CHILD_SECONDS, check=False)  # noqa: S603 - our own script
    except subprocess.TimeoutExpired as error:
        raise Unsafe("image_pixels") from error
    if child.returncode == decoder.REFUSED:
        raise Unsafe(child.stdout.decode())
    if child.returncode:
        raise Unsafe("image_broken")
    size, _newline, content = child.stdout.partition(b"\n")
    width, height = json.loads(size)
    return Picture(content, width, height)
