"""Listings change somewhere below; the index follows."""

from django.db import transaction

from marketplace.audit.models import Event
from marketplace.audit.registry import on
from search import indexing, sources, tasks
from search.documents import Kind


@on(
    "project.published",
    "project.changed",
    "project.returned",
    "project.archived",
    "project.restored",
    "project.hidden",
    "project.unhidden",
    "project.deleted",
)
def index_project(event: Event) -> None:
    """The project's document as it is now, or none."""
    _follow("project", [event.subject_id])


@on(
    "specialist.published",
    "specialist.changed",
    "specialist.returned",
    "specialist.paused",
    "specialist.resumed",
    "specialist.suspended",
    "specialist.restored",
    "specialist.closed",
)
def index_specialist(event: Event) -> None:
    """The specialist's document as it is now, or none, and the projects': they are public while their author is."""
    _follow("specialist", [event.subject_id])
    _follow("project", sources.projects_of(event.subject_id))


def _follow(kind: Kind, ids: list[int]) -> None:
    for start in range(0, len(ids), indexing.CHUNK):
        indexing.refresh(kind, ids[start : start + indexing.CHUNK])
    if indexing.is_recount_due():
        transaction.on_commit(tasks.refresh_vocabulary.delay, robust=True)
