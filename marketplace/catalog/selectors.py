"""What others read of the catalogue. Whatever does not say otherwise asks the database nothing (see vocabulary.py)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from django.utils.translation import gettext as _

from marketplace.catalog import vocabulary
from marketplace.catalog.models import Category, CategoryAttribute
from marketplace.catalog.names import words
from marketplace.catalog.vocabulary import Term
from marketplace.core.errors import NotFound

LONGEST_PHRASE = 6
MOST_EXPANSIONS = 8
SUGGESTIONS = 8
# What is searched for as such; a city is a place to search in.
SEARCHED = ("category", "service", "style", "room")


@dataclass(frozen=True, slots=True)
class Node:
    """A category that is offered, with the offered ones below it."""

    slug: str
    name: str
    description: str
    icon: str
    path: str
    depth: int
    children: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What somebody who has typed a few letters may mean."""

    kind: str
    slug: str
    name: str


def tree(language: str | None = None) -> tuple[Node, ...]:
    """The roots of the category tree in a language (the active one by default), each with what is below it."""
    below: dict[str | None, list[Term]] = {}
    for term in terms("category"):
        below.setdefault(term.facts["parent__slug"], []).append(term)
    return tuple(_node(root, below, language) for root in below.get(None, []))


def _node(term: Term, below: dict[str | None, list[Term]], language: str | None) -> Node:
    path = term.facts["path"]
    children = tuple(_node(child, below, language) for child in below.get(term.slug, []))
    name, description = term.name(language), term.description(language)
    return Node(term.slug, name, description, term.facts["icon"], path, path.count("/"), children)


def terms(kind: str) -> list[Term]:
    """What is offered of a kind (category, service, style, room, city), in the editors' order."""
    return [term for term in vocabulary.current().terms[kind].values() if term.is_offered]


def term(kind: str, slug: str) -> Term:
    """The entry with that slug, hidden or not. Raises NotFound."""
    found = vocabulary.current().terms[kind].get(slug)
    if found is None:
        raise NotFound(_("There is no such entry in the catalogue."))
    return found


def names(kind: str, slugs: Iterable[str], language: str | None = None) -> dict[str, str]:
    """Slug to name, also of hidden entries; slugs and kinds that the catalogue does not know are left out."""
    slugs = list(slugs)
    known = vocabulary.current().terms.get(kind, {}) if slugs else {}
    return {slug: known[slug].name(language) for slug in slugs if slug in known}


def choices(kind: str, language: str | None = None) -> list[tuple[str, str]]:
    """(slug, name) of what is offered, for a form's field."""
    return [(term.slug, term.name(language)) for term in terms(kind)]


def category_by_slug(slug: str) -> Category:
    """The category, hidden or not. One query. Raises NotFound."""
    found = Category.objects.filter(slug=slug).first()
    if found is None:
        raise NotFound(_("There is no such entry in the catalogue."))
    return found


def attributes(category: Category) -> list[CategoryAttribute]:
    """The questions that the category asks, those of the categories above it first. One query."""
    steps = category.path.rstrip("/").split("/")
    paths = ["/".join(steps[: depth + 1]) + "/" for depth in range(len(steps))]
    asked = CategoryAttribute.objects.filter(category__path__in=paths)
    return list(asked.order_by("category__path", "sort_order", "id"))


def expansions(text: str) -> list[str]:
    """What else to look for when somebody types `text`: at most eight phrases for the engine to OR in.

    Each run of words that is a name or an editor-kept synonym of something offered gives the names of that thing in
    all languages ("install hob" gives "Kitchen fitting"; "kitchens" gives its Russian and Kazakh names), longest run
    first. What the text says already is left out.
    """
    asked = words(text)
    said = " ".join(asked)
    phrases = vocabulary.current().phrases
    found: dict[str, None] = {}
    for phrase in _runs(asked):
        for term in phrases.get(phrase, ()):
            if term.kind in SEARCHED:
                found.update(dict.fromkeys(name for name in term.names.values() if name))
    return [name for name in found if " ".join(words(name)) not in said][:MOST_EXPANSIONS]


def _runs(asked: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    asked = asked[:32]
    for length in range(min(LONGEST_PHRASE, len(asked)), 0, -1):
        for start in range(len(asked) - length + 1):
            yield asked[start : start + length]


def suggest(text: str, language: str | None = None, limit: int = SUGGESTIONS) -> list[Suggestion]:
    """What somebody who has typed this much may mean: names and synonyms of which a word begins like that.

    Those that begin with it as a whole come first; within those, categories before services, styles and rooms.
    """
    typed = " ".join(words(text))
    if not typed:
        return []
    found: dict[Term, bool] = {}
    for phrase, meant in vocabulary.current().phrases.items():
        spoken = " ".join(phrase)
        if spoken.startswith(typed) or f" {typed}" in spoken:
            for term in meant:
                found[term] = found.get(term, False) or spoken.startswith(typed)
    ranked = sorted((term for term in found if term.kind in SEARCHED), key=lambda term: _rank(term, whole=found[term]))
    return [Suggestion(term.kind, term.slug, term.name(language)) for term in ranked[:limit]]


def _rank(term: Term, *, whole: bool) -> tuple[bool, int]:
    return not whole, SEARCHED.index(term.kind)


def version() -> str:
    """The catalogue's version: whatever is made of the catalogue alone is as new as this."""
    return vocabulary.version()


def changed_at() -> datetime:
    """When the catalogue last changed, as far as the shared cache remembers; to the second."""
    return datetime.fromtimestamp(int(vocabulary.version().split("-")[0]), UTC)
