"""Listings change somewhere below; the index follows."""

from django.db import transaction

from marketplace.accounts import states as accounts
from marketplace.audit.models import Event
from marketplace.audit.registry import on
from marketplace.projects import states as projects
from marketplace.specialists import states as specialists
from search import indexing, sources, tasks
from search.documents import KINDS, Kind


@on(*projects.VISIBILITY, "project.changed", "project.returned")
def index_project(event: Event) -> None:
    """The project's document as it is now, or none."""
    _follow("project", [event.subject_id])


@on(*specialists.VISIBILITY, "specialist.changed", "specialist.returned")
def index_specialist(event: Event) -> None:
    """The specialist's document as it is now, or none, and the projects': they are public while their author is."""
    _follow("specialist", [event.subject_id])
    _follow("project", sources.projects_of(event.subject_id))


@on(*accounts.VISIBILITY)
def index_person(event: Event) -> None:
    """What is the person's, as it is now: nothing of it is public while the account is off."""
    for specialist in sources.specialists_of(event.subject_id):
        _follow("specialist", [specialist])
        _follow("project", sources.projects_of(specialist))


@on("catalog.changed")
def index_what_has_it(event: Event) -> None:
    """All documents that speak of the entry, which may be many: chunk by chunk, each a task."""
    for kind in KINDS:
        tasks.refresh_holders.delay(kind, event.subject_type, event.subject_id, 0)


def _follow(kind: Kind, ids: list[int]) -> None:
    for start in range(0, len(ids), indexing.CHUNK):
        indexing.refresh(kind, ids[start : start + indexing.CHUNK])
    if indexing.is_recount_due():
        transaction.on_commit(tasks.refresh_vocabulary.delay, robust=True)
