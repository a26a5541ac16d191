"""What the admin's first page asks of us."""

from typing import Any

from django import template
from django.utils.translation import gettext as _
from wagtail.admin.forms.search import SearchForm
from wagtail.admin.search import admin_search_areas

register = template.Library()


@register.simple_tag(takes_context=True)
def first_search(context: Any) -> dict[str, Any] | None:
    """Where the first page's box searches: the first list that the person may read, None when there is none."""
    areas = admin_search_areas.search_items_for_request(context["request"])
    if not areas:
        return None
    words = _("Search “%(list)s”…") % {"list": areas[0].label}
    return {"url": areas[0].url, "form": SearchForm(placeholder=words)}
