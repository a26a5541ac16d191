"""The filters beside a list: counted choices in the reader's words, price and sort."""

from collections.abc import Callable
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from functools import partial
from typing import Any

from django.conf import settings
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

from design.charts import histogram
from design.money import currency_sign, group
from marketplace.catalog import selectors as catalog
from marketplace.core.money import Money
from marketplace.specialists.languages import SPOKEN
from search.filters import FILTERS, figure
from search.forms import SORT_LABELS
from search.queries import RATINGS, FacetCount, Facets, Histogram, Query

Group = dict[str, Any]
MOST = 14
# Groups of which one choice at most counts, and filters that have a field of their own.
SINGLE = frozenset({"city", "rating"})
FIELDS = frozenset({"q", "price_min", "price_max"})


def labels() -> dict[str, Any]:
    """The headings of the groups, in their order."""
    return {
        "category": _("Category"),
        "room": _("Room"),
        "style": _("Style"),
        "city": _("City"),
        "language": _("Speaks"),
        "rating": _("Rating"),
    }


def groups(facets: Facets | None) -> list[Group]:
    """Each group with its choices in words; one city and one rating at most, of the other groups any number.

    With `at_least` the counts stopped early: there are that many or more.
    """
    if facets is None:
        return []
    options = {name: OPTIONS.get(name, partial(_options, name))(counts) for name, counts in facets.groups.items()}
    return [_group(name, label, options[name], facets) for name, label in labels().items() if options.get(name)]


def _group(name: str, label: str, options: list[Group], facets: Facets) -> Group:
    at_least = name in facets.capped
    return {"name": name, "label": label, "options": options, "single": name in SINGLE, "at_least": at_least}


def _options(name: str, counts: tuple[FacetCount, ...]) -> list[Group]:
    """The most found first; what is chosen stays on top even when nothing is found."""
    words = SPOKEN if name == "language" else catalog.names(name, [count.value for count in counts])
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


def _ratings(counts: tuple[FacetCount, ...]) -> list[Group]:
    """The highest first. A rating between the steps is on its chip alone: nobody counted it."""
    known = {count.value: count for count in counts}
    words = {step: _("%(rating)s or more") % {"rating": figure(float(step))} for step in RATINGS if step in known}
    return [_option(known[step], label) for step, label in words.items()]


OPTIONS: dict[str, Callable[[tuple[FacetCount, ...]], list[Group]]] = {"category": _categories, "rating": _ratings}


def _option(count: FacetCount, label: str) -> Group:
    return {"value": count.value, "label": label, "count": count.count, "selected": count.selected}


def kept(said: "MultiValueDict[str, str]", query: Query, shown: list[Group]) -> list[tuple[str, str]]:
    """What is chosen without a field of the form to say so again, as names and values: a place, an odd rating."""
    there = {
        (group["name"], option["value"])
        for group in shown
        for one in group["options"]
        for option in (one, *one.get("children", ()))
    }
    return [
        (name, value)
        for name, one in FILTERS.items()
        if name not in FIELDS and any(one.chosen(query))
        for value in said.getlist(name)
        if (name, value) not in there
    ]


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
    return "" if minor is None else Money(minor, settings.CURRENCY).digits


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
