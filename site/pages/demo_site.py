"""The demo world's text pages, contact page, menu and footer. What is there already stays as editors left it."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext_noop as noop
from wagtail.models import Page, Site

from pages import tree
from pages.models import Brand, ContactPage, StandardPage

# Words of the menus that come in the reader's language; the file says where they stand.
WORDS = (
    *(noop("Projects"), noop("Specialists"), noop("Ideas"), noop("Discover"), noop("For you"), noop("Favourites")),
    *(noop("Account"), noop("For specialists"), noop("Become a specialist"), noop("My projects")),
    *(noop("About us"), noop("Contact"), noop("Services"), noop("Write to us")),
    *(noop("Kitchens"), noop("Bathrooms"), noop("Interior design"), noop("Small homes")),
)

Described = Mapping[str, Any]


def build_texts(described: Described) -> int:
    """The text pages and the contact page of `texts.toml` that are missing; how many were made."""
    texts = [add(StandardPage, **{**text, "body": text["body"].strip()}) for text in described["texts"]]
    contact = described["contact"]
    return sum([*texts, add(ContactPage, **{**contact, "body": contact["body"].strip()})])


def add(kind: type[Page], parent: Page | None = None, **values: Any) -> bool:
    """A published page of the kind below the home page or a given one, unless one has its address; whether it was made.

    Its first publication is its first revision, as when an editor makes it.
    """
    above = parent or tree.home()
    if above.get_children().filter(slug=values["slug"]).exists():
        return False
    page = above.add_child(instance=kind(**values))
    page.save_revision().publish()
    return True


def build_brand(described: Described) -> int:
    """The site's contacts, menu and footer, unless editors have set some; 1 when they were set."""
    site = Site.objects.get(is_default_site=True)
    if Brand.objects.filter(site=site).exists():
        return 0
    brand = described["brand"]
    named = {slug: _page(slug) for slug in ("terms", "privacy", "contact")}
    plain = {key: brand[key] for key in ("email", "address")}
    columns = [
        ("column", {"title": column["title"], "links": [*_links(column["links"])]}) for column in brand["footer"]
    ]
    menu = [("link", link) for link in _links(brand["menu"])]
    Brand.objects.create(site=site, menu=menu, footer=columns, **plain, **named)
    return 1


def _links(described: Iterable[Described]) -> Iterable[dict[str, Any]]:
    for link in described:
        page = _page(link["page"]) if "page" in link else None
        yield {"label": link["label"], "page": page, "path": link.get("path", "")}


def _page(slug: str) -> Page:
    """The page of the site with that address. Raises Page.DoesNotExist."""
    return Page.objects.descendant_of(tree.home()).get(slug=slug)
