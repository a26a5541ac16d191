"""The one door for attachments: PDF and DOCX by content, kept as they are and only ever given out as downloads."""

import dataclasses
import hashlib
import io
import struct
import zipfile
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Literal

from defusedxml import ElementTree  # type: ignore[import-untyped]
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from marketplace.media import images, names
from marketplace.media.decoder import MEGABYTE
from marketplace.media.images import Readable, Refused, SafeImage

MOST_BYTES = 20 * MEGABYTE
MOST_UNPACKED = 200 * MEGABYTE
MOST_ENTRIES = 2000
MOST_DIRECTORY = MOST_ENTRIES * 300
MOST_RATIO = 200
MOST_XML = 2 * MEGABYTE
TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
MACROS = ("vbaproject.bin", "vbadata.xml", "activex")
NEEDED = {"[Content_Types].xml", "word/document.xml"}
END_OF_DIRECTORY = struct.Struct("<4s4H2LH")
TEST_VIRUS = b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE"

MESSAGES: dict[str, Promise] = {
    "document_type": _("This is not a PDF or a Word document (.docx)."),
    "proof_type": _("This is neither a PDF nor a picture (JPEG, PNG, WebP, AVIF, HEIC)."),
    "document_size": _("This file is empty or too big. Up to 20 MB are fine."),
    "document_name": _("The ending of the file's name does not fit what is inside. Please rename it."),
    "document_broken": _("This document is damaged and cannot be read. Please save it anew."),
    "document_active": _("This document carries macros or loads things from elsewhere. Please save it without them."),
    "document_infected": _("A virus was found in this file."),
}

Verdict = Literal["clean", "infected", "unknown"]


@dataclass(frozen=True, slots=True)
class SafeDocument:
    """A document that is what it says and carries nothing that runs."""

    content: bytes
    suffix: str
    original_name: str

    @property
    def mime(self) -> str:
        return TYPES[self.suffix]

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


def read_document(file: Readable) -> SafeDocument:
    """A stranger's document, checked. Takes any file; its `name`, if any, must fit.

    Raises Refused: document_size, _type, _name, _broken, _active, _infected.
    """
    data = _all_of(file)
    name = names.clean(str(getattr(file, "name", "") or ""))
    suffix = _kind(data)
    if names.extension(name) not in {"", suffix}:
        raise refused("document_name")
    if suffix == "docx":
        _check_docx(data)
    if scan(data) == "infected":
        raise refused("document_infected")
    return SafeDocument(data, suffix, name)


def read_proof(file: Readable) -> SafeDocument | SafeImage:
    """A stranger's PDF, checked, or a photo of paper, encoded anew like any picture. Raises Refused."""
    if _begins_as_pdf(file):
        return read_document(file)
    try:
        safe = images.read_image(file, images.PHOTO)
    except Refused as refusal:
        raise refused("proof_type") if refusal.code == "image_type" else refusal from refusal
    return dataclasses.replace(safe, original_name=f"{PurePosixPath(safe.original_name).stem}.webp")


def _begins_as_pdf(file: Readable) -> bool:
    rewind = getattr(file, "seek", None)
    if rewind is not None:
        rewind(0)
    begins = file.read(5) == b"%PDF-"
    if rewind is not None:
        rewind(0)
    return begins


def scan(data: bytes) -> Verdict:
    """What a virus scanner says. There is none here: only its test file is known, of the rest nothing."""
    return "infected" if TEST_VIRUS in data else "unknown"


def refused(code: str) -> Refused:
    """The refusal of that code, in words."""
    return Refused(str(MESSAGES[code]), code=code)


def _all_of(file: Readable) -> bytes:
    rewind = getattr(file, "seek", None)
    if rewind is not None:
        rewind(0)
    data = file.read(MOST_BYTES + 1)
    if not data or len(data) > MOST_BYTES:
        raise refused("document_size")
    return data


def _kind(data: bytes) -> str:
    if data.startswith(b"%PDF-"):
        if b"%%EOF" not in data[-2048:]:
            raise refused("document_broken")
        return "pdf"
    if data.startswith(b"PK\x03\x04"):
        return "docx"
    raise refused("document_type")


def _check_docx(data: bytes) -> None:
    _check_directory(data)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            _check_entries(entries)
            for entry in entries:
                if entry.filename.endswith(".rels"):
                    _check_relations(_xml(archive, entry))
            if b"macroEnabled" in _xml(archive, archive.getinfo("[Content_Types].xml")):
                raise refused("document_active")
    except Refused:
        raise
    except Exception as error:
        raise refused("document_broken") from error


def _check_directory(data: bytes) -> None:
    """Before the directory is parsed: it lies at the end, is small and says so itself (no ZIP64, no trailing bytes)."""
    at = data.rfind(b"PK\x05\x06")
    if at < 0 or len(data) - at < END_OF_DIRECTORY.size or data[max(0, at - 20) :].startswith(b"PK\x06\x07"):
        raise refused("document_broken")
    _sign, _disk, _start, _here, count, size, _offset, comment = END_OF_DIRECTORY.unpack_from(data, at)
    whole = at + END_OF_DIRECTORY.size + comment == len(data)
    if not whole or count > MOST_ENTRIES or size > MOST_DIRECTORY:
        raise refused("document_broken")


def _check_entries(entries: list[zipfile.ZipInfo]) -> None:
    found = {entry.filename for entry in entries}
    if not found >= NEEDED:
        raise refused("document_type")
    strange = any(_leaves_the_archive(name) for name in found) or any(entry.flag_bits & 1 for entry in entries)
    if strange or len(found) != len(entries) or len(entries) > MOST_ENTRIES or _is_a_bomb(entries):
        raise refused("document_broken")
    if any(mark in name.lower() for name in found for mark in MACROS):
        raise refused("document_active")


def _leaves_the_archive(name: str) -> bool:
    return name.startswith("/") or "\\" in name or ":" in name or ".." in PurePosixPath(name).parts


def _is_a_bomb(entries: list[zipfile.ZipInfo]) -> bool:
    if sum(entry.file_size for entry in entries) > MOST_UNPACKED:
        return True
    return any(e.file_size > MEGABYTE and e.file_size > MOST_RATIO * max(1, e.compress_size) for e in entries)


def _xml(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    if entry.file_size > MOST_XML:
        raise refused("document_broken")
    return archive.read(entry)


def _check_relations(xml: bytes) -> None:
    """Links are for people to follow; templates, pictures and frames from elsewhere would be fetched unasked."""
    for relation in ElementTree.fromstring(xml, forbid_dtd=True):
        if relation.get("TargetMode") == "External" and not relation.get("Type", "").endswith("/hyperlink"):
            raise refused("document_active")
