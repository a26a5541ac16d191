"""One category for its page: prices, towns, projects, specialists; in the whole country or in one city."""

from collections import Counter
from typing import Any, Final, NamedTuple

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db.models import Aggregate, Count, F, FloatField
from django.db.models.functions import Coalesce

from blog import selectors as journal
from design.icons import ICONS
from marketplace.catalog import selectors as catalogue
from marketplace.catalog.selectors import Node
from marketplace.core.money import Money
from marketplace.projects import portfolios
from marketplace.projects import selectors as project_selectors
from marketplace.projects.models import Project
from marketplace.projects.querysets import ProjectQuerySet
from marketplace.specialists.models import SpecialistProfile
from pages import freshness
from pages.blocks import asked
from pages.listings import Viewer
from pages.models import CategoryPage
from pages.trails import trail_of

FRESH: Final = 300
PROJECTS, SPECIALISTS = 8, 4
# Fewer prices than this say more about the homes than about the trade.
ENOUGH: Final = 5
LOW, TYPICAL, HIGH = 0.2, 0.5, 0.8


class Prices(NamedTuple):
    """What a fifth of the jobs cost less than, what the middle one cost, what a fifth cost more than; and of how many
    finished projects that is read."""

    low: Money
    typical: Money
    high: Money
    sample: int


class Facts(NamedTuple):
    """What a category has, in the country or in a city; ids of what is shown. `below` counts by path."""

    prices: Prices | None
    priced: int
    below: dict[str, int]
    towns: dict[str, int]
    projects: list[int]
    specialists: list[int]


class Quantiles(Aggregate):
    """The low, the middle and the high of a column, by PostgreSQL."""

    function = "PERCENTILE_CONT"
    template = f"%(function)s(ARRAY[{LOW}, {TYPICAL}, {HIGH}]) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = ArrayField(FloatField())


def page(shown: CategoryPage, city: str, viewer: Viewer) -> dict[str, Any]:
    """Everything the page shows: at most five statements of its own once the facts are remembered."""
    category = shown.category
    facts = facts_of(category.path, city)
    node = _node(category.slug)
    town = catalogue.names("city", [city]).get(city, "")
    towns = catalogue.names("city", facts.towns)
    return {
        "name": category.name,
        "city": city,
        "town": town,
        "is_everywhere": not town,
        "towns": [
            {"slug": slug, "name": towns[slug], "count": facts.towns[slug]} for slug in facts.towns if slug in towns
        ],
        "below": [_child(one, facts.below) for one in (node.children if node else ())],
        "count": sum(facts.below.values()),
        "prices": facts.prices,
        "priced": facts.priced,
        "cards": project_selectors.cards(facts.projects, viewer) if facts.projects else [],
        "people": portfolios.cards(facts.specialists, viewer) if facts.specialists else [],
        "guides": _guides(shown),
        "own_url": journal.address(shown.url_path),
        "trail": trail_of(shown, category.name),
        **asked(part.value for part in shown.questions),
    }


def _child(node: Node, counts: dict[str, int]) -> dict[str, Any]:
    icon = node.icon if node.icon in ICONS else "grid"
    return {"slug": node.slug, "name": node.name, "icon": icon, "count": counts.get(node.path, 0)}


def _node(slug: str) -> Node | None:
    """The category in the tree of what is offered; None while it is hidden."""
    nodes = list(catalogue.tree())
    while nodes:
        one = nodes.pop()
        if one.slug == slug:
            return one
        nodes.extend(one.children)
    return None


def _guides(shown: CategoryPage) -> list[dict[str, Any]]:
    ids = [part["value"] for part in shown.guides.raw_data]
    return journal.chosen(ids) if ids else []


def facts_of(path: str, city: str = "") -> Facts:
    """What the category with this path, and those below it, have; at most five minutes old, and never older than the
    last listing that came or went. Six statements when nobody remembers."""
    return freshness.remembered(f"trade:{path}:{city}", "listings", seconds=FRESH, read=lambda: _read(path, city))


def _read(path: str, city: str) -> Facts:
    everywhere = Project.objects.public().filter(category__path__startswith=path).order_by()
    here: Any = everywhere.filter(city__slug=city) if city else everywhere
    prices, priced = _prices(here)
    return Facts(
        prices=prices,
        priced=priced,
        below=_counted(here, "category__path", under=path),
        towns=_towns(everywhere),
        projects=list(here.order_by("-tally__favourites", "-pk").values_list("pk", flat=True)[:PROJECTS]),
        specialists=_specialists(path, city),
    )


def _counted(projects: ProjectQuerySet, column: str, *, under: str) -> dict[str, int]:
    """Numbers of projects by the path of the category right below, or of the category itself."""
    found: Counter[str] = Counter()
    for path, number in projects.values_list(column).annotate(number=Count("pk")):
        step = path.removeprefix(under).partition("/")[0]
        found[f"{under}{step}/" if step else under] += number
    return dict(found)


def _towns(projects: ProjectQuerySet) -> dict[str, int]:
    """Numbers of projects by city, most first."""
    counted = projects.values_list("city__slug").annotate(number=Count("pk"))
    return dict(counted.order_by("-number", "city__slug"))


def _prices(projects: ProjectQuerySet) -> tuple[Prices | None, int]:
    """The price guide, None while fewer than five projects say what they cost, and how many do."""
    known = projects.filter(cost_from_minor__isnull=False, currency=settings.CURRENCY)
    middle = (F("cost_from_minor") + Coalesce("cost_to_minor", "cost_from_minor")) / 2
    found = known.aggregate(quantiles=Quantiles(middle, default=None), sample=Count("pk"))
    if found["sample"] < ENOUGH:
        return None, found["sample"]
    low, typical, high = (rounded(value) for value in found["quantiles"])
    return Prices(low, typical, high, found["sample"]), found["sample"]


def rounded(minor: float) -> Money:
    """An amount in the site's currency with two digits that mean something: 4,276,000 is about 4,300,000."""
    step = 10 ** max(0, len(str(int(minor))) - 2)
    return Money(int(minor / step + 0.5) * step, settings.CURRENCY)


def _specialists(path: str, city: str) -> list[int]:
    """Who does such work, best rated first."""
    those = SpecialistProfile.categories.through.objects.filter(category__path__startswith=path)
    found: Any = SpecialistProfile.objects.public().filter(pk__in=those.values("specialistprofile"))
    best = (found.filter(city__slug=city) if city else found).best_first()
    return list(best.values_list("pk", flat=True)[:SPECIALISTS])
