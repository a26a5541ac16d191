from marketplace.audit.models import Event
from marketplace.audit.registry import on
from pages import freshness


@on("article.published", "page.published")
def look_at_pages_anew(event: Event) -> None:
    freshness.forget("pages")


@on(
    *("project.published", "project.archived", "project.deleted", "project.hidden", "project.unhidden"),
    *("specialist.published", "specialist.closed", "specialist.paused", "specialist.resumed"),
    *("specialist.suspended", "specialist.restored", "account.activated", "account.deactivated"),
)
def look_at_listings_anew(event: Event) -> None:
    """What came or went; changed words and numbers may wait the minute that sections live."""
    freshness.forget("listings")
