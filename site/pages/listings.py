"""What the sections of the home page show: ids chosen here, cards read by the rooms that own them."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.db.models import Count, Exists, OuterRef, Sum
from django.urls import reverse

from blog import pictures
from blog import selectors as journal
from design.icons import ICONS
from marketplace.accounts.models import User
from marketplace.catalog import names
from marketplace.catalog.models import Category, City
from marketplace.projects import portfolios
from marketplace.projects import selectors as project_selectors
from marketplace.projects.models import Project
from marketplace.specialists.models import SpecialistProfile
from pages import freshness

Viewer = User | AnonymousUser
Card = dict[str, Any]

FRESH = 60
MOST_CITIES = 30


def projects(chosen: Sequence[int], number: int, viewer: Viewer) -> list[Card]:
    """The cards of the chosen projects in their order, of the newest when none is chosen: three statements or two."""
    ids = chosen or list(
        Project.objects.public().order_by("-standing__published_at", "-pk").values_list("pk", flat=True)[:number]
    )
    return project_selectors.cards(ids, viewer)


def specialists(number: int, viewer: Viewer) -> list[Card]:
    """The cards of the best rated specialists that have a public project, with their projects' covers."""
    shown = Project.objects.public().filter(specialist=OuterRef("pk"))
    best = SpecialistProfile.objects.public().filter(Exists(shown)).best_first()
    return portfolios.cards(list(best.values_list("pk", flat=True)[:number]), viewer)


def articles(number: int) -> list[Card]:
    """The cards of the newest articles: three statements."""
    return journal.latest(number)


def categories() -> list[Card]:
    """The main categories with their numbers of projects and where each leads: its own page, else the list. Those that
    lead nowhere are left out, once some lead somewhere. Three statements."""
    counts = freshness.remembered("home:categories", "listings", seconds=FRESH, read=_projects_by_root)
    roots = list(Category.objects.active().filter(parent=None).order_by("sort_order", "pk"))
    pages = _pages_of_categories()
    roots = [root for root in roots if root.slug in counts or root.pk in pages] or roots
    return [_category(root, counts.get(root.slug, 0), pages.get(root.pk, "")) for root in roots]


def _category(root: Category, count: int, page: str) -> Card:
    icon = root.icon if root.icon in ICONS else "grid"
    url = journal.address(page) if page else f"{reverse('project_list')}?category={root.slug}"
    return {"name": root.name, "icon": icon, "slug": root.slug, "count": count, "url": url}


def _pages_of_categories() -> dict[int, str]:
    """The place in Wagtail's tree of each category's public page. The models of pages use this module, so by name."""
    pages: Any = apps.get_model("pages", "CategoryPage")
    return dict(pages.objects.live().public().order_by("-pk").values_list("category_id", "url_path"))


def _projects_by_root() -> dict[str, int]:
    found: Counter[str] = Counter()
    by_path = Project.objects.public().order_by().values_list("category__path").annotate(number=Count("pk"))
    for path, number in by_path:
        found[path.split("/", 1)[0]] += number
    return dict(found)


def proof() -> dict[str, int]:
    """Live numbers, at most a minute old: projects, specialists, cities they work in, times a project was saved."""
    return freshness.remembered("home:proof", "listings", seconds=FRESH, read=_count)


def _count() -> dict[str, int]:
    public = Project.objects.public().order_by()
    found = public.aggregate(projects=Count("pk"), cities=Count("city", distinct=True), saves=Sum("tally__favourites"))
    return {**found, "saves": found["saves"] or 0, "specialists": SpecialistProfile.objects.public().count()}


def cities() -> list[Card]:
    """The cities that have public projects, largest first, by name in the reader's language: at most one statement."""
    rows = freshness.remembered("home:cities", "listings", seconds=FRESH, read=_cities_with_projects)
    return [{"slug": row["slug"], "name": names.pick(row["names"])} for row in rows]


def busiest_cities(number: int) -> list[Card]:
    """Cities with their numbers of public projects, most first, by name in the reader's language: one statement."""
    columns = [f"city__name_{language}" for language in names.LANGUAGES]
    public = Project.objects.public().filter(city__is_active=True).order_by()
    rows = public.values_list("city__slug", *columns).annotate(number=Count("pk")).order_by("-number", "city__slug")
    return [
        {"slug": slug, "name": names.pick(dict(zip(names.LANGUAGES, found, strict=True))), "count": count}
        for slug, *found, count in rows[:number]
    ]


def _cities_with_projects() -> list[Card]:
    used = City.objects.active().filter(pk__in=Project.objects.public().values("city"))
    columns = [f"name_{language}" for language in names.LANGUAGES]
    rows = used.order_by("-population", "slug").values_list("slug", *columns)[:MOST_CITIES]
    return [{"slug": slug, "names": dict(zip(names.LANGUAGES, found, strict=True))} for slug, *found in rows]


def hero(image_id: int | None) -> Any:
    """The picture behind the headline, None while there is none or its sizes are still to be made."""
    return pictures.pictures([image_id], "wide", sizes="100vw").get(image_id) if image_id else None
