"""Mails are written here: a subject, a text and the same as HTML, from the templates of one name."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string

# What somebody types elsewhere, on a line of its own: ABCD-2345.
CODE = re.compile(r"[A-Z0-9]{3,6}(?:-[A-Z0-9]{3,6})?")
PREHEADER = 120


@dataclass(frozen=True, slots=True)
class Composed:
    """What a mail says."""

    subject: str
    text: str
    html: str


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a mail: "words", a "code" to type, or an "address" of ours to open."""

    kind: str
    text: str


def compose(prefix: str, context: dict[str, Any]) -> Composed:
    """The mail of `<prefix>_subject.txt` and `<prefix>_message.txt`, in the language that is active."""
    context = {**context, "site_url": settings.SITE_URL}
    subject = " ".join(render_to_string(f"{prefix}_subject.txt", context).split())
    text = render_to_string(f"{prefix}_message.txt", context).strip()
    found = list(parts(text.removesuffix(f"{settings.SITE_NAME}\n{settings.SITE_URL}")))
    html = render_to_string("emails/message.html", {**context, "subject": subject, "parts": found, **_shown(found)})
    return Composed(subject, text, html)


def parts(text: str) -> Iterator[Part]:
    """The text's paragraphs; an address of ours and a code that have a line to themselves are parts of their own.

    Nobody else's address becomes a link: what strangers write to us is in mails, too.
    """
    for paragraph in re.split(r"\n\s*\n", text.strip()):
        words: list[str] = []
        for line in (line.strip() for line in paragraph.splitlines()):
            kind = _kind(line)
            if kind == "words":
                words.append(line)
                continue
            if words:
                yield Part("words", "\n".join(words))
                words = []
            yield Part(kind, line)
        if words:
            yield Part("words", "\n".join(words))


def _kind(line: str) -> str:
    if line == settings.SITE_URL or (line.startswith(f"{settings.SITE_URL}/") and " " not in line):
        return "address"
    return "code" if CODE.fullmatch(line) and any(char.isdigit() for char in line) else "words"


def _shown(found: list[Part]) -> dict[str, str]:
    """What a list of mails shows after the subject, never a code; and the one address that gets the button."""
    words = next((part.text for part in found if part.kind == "words"), "")
    addresses = [part.text for part in found if part.kind == "address"]
    return {"preheader": " ".join(words.split())[:PREHEADER], "main": addresses[0] if addresses else ""}
