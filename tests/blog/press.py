"""What the tests of the journal print: articles and pictures."""

from typing import Any

from django.utils.text import slugify

from blog import pictures
from blog.models import ArticlePage, BlogIndexPage
from marketplace.media.models import SiteImage, SiteRendition


def article(journal: BlogIndexPage, title: str, tags: list[str] | None = None, **fields: Any) -> ArticlePage:
    """An article as it stands after somebody published it (or, `live=False`, did not)."""
    values = {"intro": f"About {title.lower()}.", "slug": slugify(title), **fields}
    page: ArticlePage = journal.add_child(instance=ArticlePage(title=title, **values))
    if tags:
        page.tags.set(tags)
        page.save()
    return page


def picture(title: str, *, sizes: bool = True) -> SiteImage:
    """An editors' picture with rows for all its sizes; the files themselves are not there."""
    image = SiteImage(title=title, width=1600, height=1200, file="site/te/st/picture.webp")
    SiteImage.objects.bulk_create([image])
    if sizes:
        SiteRendition.objects.bulk_create(
            SiteRendition(image=image, filter_spec=spec, width=800, height=600, file=f"site/renditions/{number}.webp")
            for number, spec in enumerate(pictures.ALL)
        )
    return image
