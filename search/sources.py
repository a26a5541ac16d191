"""Where documents come from: each kind's own app says what discovery may know of its things."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.utils.module_loading import import_string

from search.documents import Document, Kind, document


@dataclass(frozen=True, slots=True)
class Source:
    """A kind's model and the path of its function: ids in, a mapping of document fields for each that is public out."""

    kind: Kind
    model: str
    path: str

    def documents(self, ids: Sequence[int]) -> list[Document]:
        """The documents of these things; what is not public, or not there, has none."""
        read: Callable[[Sequence[int]], Iterable[Mapping[str, Any]]] = import_string(self.path)
        return [document(self.kind, values) for values in read(ids)]

    def ids(self, after: int, limit: int) -> list[int]:
        """The next ids of the kind, public or not, in order."""
        things = apps.get_model(self.model)._default_manager.filter(pk__gt=after).order_by("pk")
        return list(things.values_list("pk", flat=True)[:limit])


SOURCES: dict[Kind, Source] = {
    "project": Source("project", "projects.Project", "marketplace.projects.documents.documents"),
    "specialist": Source("specialist", "specialists.Specialist", "marketplace.specialists.documents.documents"),
}
