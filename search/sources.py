"""Where documents come from: each kind's own app says what discovery may know of its things."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Model

from marketplace.projects.documents import documents as projects
from marketplace.projects.models import Project
from marketplace.specialists.documents import documents as specialists
from marketplace.specialists.models import SpecialistProfile
from search.documents import Document, Kind, document


@dataclass(frozen=True, slots=True)
class Source:
    """A kind of listing: its model, and its function from ids to the document fields of those that are public."""

    kind: Kind
    model: type[Model]
    read: Callable[[Sequence[int]], Iterable[Mapping[str, Any]]]

    def documents(self, ids: Sequence[int]) -> list[Document]:
        """The documents of these things; what is not public, or not there, has none."""
        return [document(self.kind, values) for values in self.read(ids)]

    def ids(self, after: int, limit: int) -> list[int]:
        """The next ids of the kind, public or not, in order."""
        things = self.model._default_manager.filter(pk__gt=after).order_by("pk")
        return list(things.values_list("pk", flat=True)[:limit])


SOURCES: dict[Kind, Source] = {
    "project": Source("project", Project, projects),
    "specialist": Source("specialist", SpecialistProfile, specialists),
}


def projects_of(specialist_id: int) -> list[int]:
    """The ids of a specialist's projects, public or not."""
    return list(Project.objects.filter(specialist=specialist_id).order_by("pk").values_list("pk", flat=True))
