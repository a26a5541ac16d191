"""The way to a page, for breadcrumbs."""

from django.utils.translation import gettext
from wagtail.models import Page

from blog.selectors import address

Step = dict[str, str]
HOME_DEPTH = 2


def trail_of(page: Page, label: str = "") -> list[Step]:
    """The pages between the home page and this one, and itself last, under its title or a given label; at most one
    statement. Titles that came with the product are in the reader's language."""
    above: list[Step] = []
    if page.depth > HOME_DEPTH + 1:
        rows = page.get_ancestors().filter(depth__gt=HOME_DEPTH).order_by("path").values_list("title", "url_path")
        above = [{"label": gettext(title), "url": address(path)} for title, path in rows]
    return [*above, {"label": label or gettext(page.title), "url": ""}]
