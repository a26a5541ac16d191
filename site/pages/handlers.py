from marketplace.accounts import states as accounts
from marketplace.audit.models import Event
from marketplace.audit.registry import on
from marketplace.projects import states as projects
from marketplace.specialists import states as specialists
from pages import freshness


@on("article.published", "page.published")
def look_at_pages_anew(event: Event) -> None:
    freshness.forget("pages")


@on(*projects.VISIBILITY, *specialists.VISIBILITY, *accounts.VISIBILITY)
def look_at_listings_anew(event: Event) -> None:
    """What came or went; changed words and numbers may wait the minute that sections live."""
    freshness.forget("listings")
