"""Names of files: what people called them, cleaned, and what we call them."""

import re
import secrets
import unicodedata
from pathlib import PurePosixPath

LONGEST = 100
RESERVED = {"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10))}
OURS = re.compile(r"[a-z]+/[0-9a-f]{2}/[0-9a-f]{2}/[0-9a-f]{32}\.[a-z]{3,4}")
FORBIDDEN = set('<>:"/\\|?*')


def extension(name: str) -> str:
    """The last extension of a name in lower case and without its dot; empty when there is none."""
    return PurePosixPath(clean(name)).suffix.removeprefix(".").lower()


def clean(name: str) -> str:
    """The name as it may be shown and saved anywhere: no folders, controls, direction marks; at most 100 characters."""
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rsplit("/", 1)[-1]
    shown = "".join(c for c in last if c not in FORBIDDEN and unicodedata.category(c)[0] != "C").strip(" .")
    path = PurePosixPath(shown or "file")
    stem, suffix = path.stem, path.suffix[:12]
    if stem.split(".")[0].lower() in RESERVED:
        stem = f"_{stem}"
    return stem[: LONGEST - len(suffix)] + suffix


def fresh(folder: str, suffix: str) -> str:
    """A name that nobody can guess, for a file of ours: `images/3f/a0/3fa0….webp`."""
    token = secrets.token_hex(16)
    return f"{folder}/{token[:2]}/{token[2:4]}/{token}.{suffix}"


def is_ours(name: str) -> bool:
    """Whether a file's name was made by `fresh`."""
    return OURS.fullmatch(name) is not None
