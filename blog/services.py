"""Facts about pages, written down."""

from django.db import transaction
from wagtail.models import Page

from blog import pictures
from blog.models import ArticlePage, Illustrated
from marketplace.accounts.models import User
from marketplace.audit.services import record


@transaction.atomic
def published(page: Page, *, by: User | None) -> None:
    """Note that an article, or another page, went public or changed in public."""
    is_article = isinstance(page, ArticlePage)
    record("article.published" if is_article else "page.published", subject=page, actor=by, slug=page.slug)


def make_pictures(page_id: int) -> None:
    """Make the sizes of every editors' picture a page shows. Safe to run twice, and after the page is gone."""
    page = Page.objects.filter(pk=page_id).specific().first()
    if isinstance(page, Illustrated):
        for image_id in sorted(page.image_ids()):
            pictures.make(image_id)


def catch_up() -> None:
    """Make the sizes of pictures that were uploaded since, or whose turn was forgotten."""
    for image_id in pictures.incomplete():
        pictures.make(image_id)
