"""Where documents come from: each kind's own app says what discovery may know of its things."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Model

from marketplace.catalog.models import Category
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


def specialists_of(user_id: int) -> list[int]:
    """The ids of a person's profiles, public or not: one or none."""
    return list(SpecialistProfile.objects.filter(user=user_id).values_list("pk", flat=True))


# What of a listing's document an entry of the catalogue has part in: its path, its names, its point on the map.
HOLDERS: dict[Kind, dict[str, str]] = {
    "project": {"catalog.city": "city", "catalog.style": "styles", "catalog.roomtype": "rooms"},
    "specialist": {"catalog.city": "city", "catalog.service": "offerings__service"},
}
UNDER: dict[Kind, str] = {"project": "category", "specialist": "categories"}


def holders(kind: Kind, label: str, entry_id: int, after: int, limit: int) -> list[int]:
    """The next ids of a kind whose documents speak of the entry (model's label, id), or of a category below it."""
    things = SOURCES[kind].model._default_manager.filter(pk__gt=after).order_by("pk")
    if label == Category._meta.label_lower:
        path = Category.objects.filter(pk=entry_id).values_list("path", flat=True).first()
        found = things.filter(**{f"{UNDER[kind]}__path__startswith": path}) if path else things.none()
    else:
        field = HOLDERS[kind].get(label)
        found = things.filter(**{field: entry_id}) if field else things.none()
    return list(found.values_list("pk", flat=True).distinct()[:limit])


def projects_of(specialist_id: int) -> list[int]:
    """The ids of a specialist's projects, public or not."""
    return list(Project.objects.filter(specialist=specialist_id).order_by("pk").values_list("pk", flat=True))
