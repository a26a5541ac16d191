"""The first pages of a site: made by a migration, and again where somebody emptied the tree."""

from django.utils.translation import gettext_noop as noop
from wagtail.models import Collection, Locale, Page, Site

from blog.models import BlogIndexPage
from pages.models import HomePage


def home() -> HomePage:
    """The home page of the default site, made with its locale, root and site when it is missing."""
    found: HomePage | None = HomePage.objects.order_by("path").first()
    if found is not None:
        return found
    Locale.objects.get_or_create(language_code="en")
    if Collection.get_first_root_node() is None:
        Collection.add_root(name="Root")
    root = Page.get_first_root_node() or Page.add_root(title="Root", slug="root")
    page: HomePage = root.add_child(
        instance=HomePage(title="Lintel", slug="home", hero_title=noop("Find the people who make good homes."))
    )
    Site.objects.update_or_create(is_default_site=True, defaults={"hostname": "localhost", "root_page": page})
    return page


def blog(parent: HomePage | None = None) -> BlogIndexPage:
    """The list of articles under the home page, made when it is missing."""
    found: BlogIndexPage | None = BlogIndexPage.objects.order_by("path").first()
    if found is not None:
        return found
    page: BlogIndexPage = (parent or home()).add_child(
        instance=BlogIndexPage(title=noop("Ideas"), slug="blog", intro=noop("What we learnt from finished homes."))
    )
    return page
