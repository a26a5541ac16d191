"""What of the index is about people, and what becomes of it."""

from django.db.models import Q, QuerySet

from marketplace.core.personal import declare
from search import sources
from search.models import SearchDocument


def _documents(person_id: int) -> "QuerySet[SearchDocument]":
    """The documents of the person's listings, while those are there."""
    specialists = sources.specialists_of(person_id)
    projects = [pk for specialist in specialists for pk in sources.projects_of(specialist)]
    theirs = Q(kind="specialist", object_id__in=specialists) | Q(kind="project", object_id__in=projects)
    return SearchDocument.objects.filter(theirs)


declare(
    "search.SearchDocument",
    find=_documents,
    none=(
        "id kind object_id public_id category_path styles rooms city lat lon radius_km price_from price_to "
        "currency rating rating_count area_m2 languages published_at saves version quality standing tsv"
    ),
    personal="title subtitle keywords body",
)
