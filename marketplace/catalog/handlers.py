"""What the catalogue itself does when it has changed."""

from marketplace.audit.models import Event
from marketplace.audit.registry import on
from marketplace.catalog import vocabulary


@on("catalog.changed")
def read_the_catalogue_again(event: Event) -> None:
    """The writer has done this after its commit already, unless it died there or the cache was away."""
    vocabulary.forget()
