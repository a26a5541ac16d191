"""Wagtail says only by a signal that an editor published a page; from here on it is an event like all others."""

from typing import Any

from wagtail.models import Page
from wagtail.signals import page_published

from blog import services


def note(instance: Page, **said: Any) -> None:
    """Write the event, by whoever made the revision."""
    revision = said.get("revision")
    services.published(instance.specific, by=revision.user if revision is not None else None)


page_published.connect(note, dispatch_uid="blog.page_published")
