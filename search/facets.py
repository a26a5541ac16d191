"""The filters beside a list: counted choices in the reader's words, chips of what is chosen, price and sort."""

from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from design.charts import histogram
from design.money import currency_sign, group, write_money
from marketplace.catalog import selectors as catalog
from marketplace.core.money import Money
from search.forms import SORT_LABELS
from search.queries import FacetCount, Facets, Histogram, Query

Group = dict[str, Any]
MOST = 14


def labels() -> dict[str, Any]:
    """The headings of the groups."""
    return {"category": _("Category"), "room": _("Room"), "style": _("Style"), "city": _("City")}


def groups(facets: Facets | None) -> list[Group]:
    """Each group with its choices in words; one city at most, of the other groups any number.

    With `at_least` the counts stopped early: there are that many or more.
    """
    if facets is None:
        return []
    options = {"category": _categories(facets.groups.get("category", ()))}
    for name in ("room", "style", "city"):
        options[name] = _options(name, facets.groups.get(name, ()))
    return [_group(name, label, options[name], facets) for name, label in labels().items() if options[name]]


def _group(name: str, label: str, options: list[Group], facets: Facets) -> Group:
    at_least = name in facets.capped
    return {"name": name, "label": label, "options": options, "single": name == "city", "at_least": at_least}


def _options(name: str, counts: tuple[FacetCount, ...]) -> list[Group]:
    """The most found first; what is chosen stays on top even when nothing is found."""
    words = catalog.names(name, [count.value for count in counts])
    known = [count for count in counts if count.value in words]
    shown = sorted(known, key=lambda count: (not count.selected, -count.count))[:MOST]
    return [_option(count, words[count.value]) for count in shown]


def _categories(counts: tuple[FacetCount, ...]) -> list[Group]:
    """The roots of the tree; below a root that is chosen, or of which a part is chosen, its children."""
    counted = {count.value: count for count in counts}
    found = []
    for root in catalog.tree():
        if root.slug in counted:
            children = [_option(counted[node.slug], node.name) for node in root.children if node.slug in counted]
            is_open = counted[root.slug].selected or any(child["selected"] for child in children)
            found.append({**_option(counted[root.slug], root.name), "children": children if is_open else []})
    return found


def _option(count: FacetCount, label: str) -> Group:
    return {"value": count.value, "label": label, "count": count.count, "selected": count.selected}


def applied(query: Query) -> list[Group]:
    """What is chosen, as chips that take it away again."""
    chips = [
        {"name": name, "value": slug, "label": label}
        for name, slugs in (("category", query.categories), ("room", query.rooms), ("style", query.styles))
        for slug, label in catalog.names(name, slugs).items()
    ]
    chips += [{"name": "city", "value": "", "label": label} for label in catalog.names("city", [query.city]).values()]
    if query.words:
        chips.append({"name": "q", "value": "", "label": f"“{query.words}”"})
    if query.price_min is not None:
        chips.append(
            {"name": "price_min", "value": "", "label": _("from %(price)s") % {"price": _written(query.price_min)}}
        )
    if query.price_max is not None:
        chips.append(
            {"name": "price_max", "value": "", "label": _("up to %(price)s") % {"price": _written(query.price_max)}}
        )
    return chips


def _written(minor: int) -> str:
    return write_money(minor, settings.CURRENCY)


def price(query: Query, prices: Histogram | None) -> Group:
    """The price fields, in whole units of the site's currency, with the histogram where there is one."""
    return {
        "currency": currency_sign(settings.CURRENCY),
        "min": _whole(query.price_min),
        "max": _whole(query.price_max),
        "low": _rounded(prices.low, ROUND_FLOOR) if prices else "",
        "high": _rounded(prices.high, ROUND_CEILING) if prices else "",
        "bars": histogram(prices.bins, *_chosen(query, prices)) if prices and any(prices.bins) else None,
    }


def _whole(minor: int | None) -> str:
    return "" if minor is None else f"{Money(minor, settings.CURRENCY).amount.normalize():f}"


def _rounded(minor: int, towards: str) -> str:
    """Two leading digits say enough where only the range is meant."""
    amount = Money(minor, settings.CURRENCY).amount
    return group(int(amount.quantize(Decimal(1).scaleb(max(amount.adjusted() - 1, 0)), towards)))


def _chosen(query: Query, prices: Histogram) -> tuple[int, int]:
    """First and last bin that the chosen prices touch."""
    first = 0 if query.price_min is None else prices.bin_of(query.price_min)
    end = len(prices.bins) - 1 if query.price_max is None else prices.bin_of(query.price_max)
    return first, end


def sorts(query: Query) -> list[Group]:
    """The orders a list can have."""
    return [{"value": sort, "label": label, "selected": sort == query.sort} for sort, label in SORT_LABELS.items()]
