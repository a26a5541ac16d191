"""Mails are written here: a subject, a text and the same as HTML, from the templates of one name."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string


@dataclass(frozen=True, slots=True)
class Composed:
    """What a mail says."""

    subject: str
    text: str
    html: str


def compose(prefix: str, context: dict[str, Any]) -> Composed:
    """The mail of `<prefix>_subject.txt` and `<prefix>_message.txt`, in the language that is active."""
    context = {**context, "site_url": settings.SITE_URL}
    subject = " ".join(render_to_string(f"{prefix}_subject.txt", context).split())
    text = render_to_string(f"{prefix}_message.txt", context).strip()
    html = render_to_string("emails/message.html", {**context, "subject": subject, "text": text})
    return Composed(subject, text, html)
