"""Listings change somewhere below; the index follows."""

from marketplace.audit.models import Event
from marketplace.audit.registry import on
from search import indexing, tasks
from search.documents import Kind


def _follow(kind: Kind, object_id: int) -> None:
    indexing.refresh(kind, [object_id])
    if indexing.is_recount_due():
        tasks.refresh_vocabulary.delay()


@on("project.published", "project.archived", "project.restored", "project.hidden", "project.changed", "project.deleted")
def index_project(event: Event) -> None:
    """The project's document as it is now, or none."""
    _follow("project", event.subject_id)


@on("specialist.published", "specialist.hidden", "specialist.restored", "specialist.changed", "specialist.deleted")
def index_specialist(event: Event) -> None:
    """The specialist's document as it is now, or none."""
    _follow("specialist", event.subject_id)
