"""The texts that people accept: the pages that the brand's settings name, as they are published now."""

from django.utils.translation import get_language
from wagtail.models import Page, Site

from marketplace.consents.papers import Paper
from marketplace.consents.states import Kind
from marketplace.core.cache import nearby
from pages import freshness
from pages.links import address
from pages.models import Brand

FRESH = 600


def papers() -> list[Paper]:
    """Terms and privacy policy where editors have set them, a second behind the editors at most."""
    place = f"papers:{get_language()}"
    return nearby(place, lambda: freshness.remembered(place, "brand", "pages", seconds=FRESH, read=_read))


def _read() -> list[Paper]:
    site = Site.objects.filter(is_default_site=True).first()
    brand = Brand.objects.select_related("terms", "privacy").filter(site=site).first() if site else None
    named = {Kind.TERMS: brand.terms, Kind.PRIVACY: brand.privacy} if brand else {}
    return [_paper(kind, page.specific) for kind, page in named.items() if page is not None and page.live]


def _paper(kind: Kind, page: Page) -> Paper:
    return Paper(
        kind=str(kind),
        version=page.live_revision_id or 0,
        title=page.title,
        url=address(page),
        body=str(getattr(page, "body", "")),
        since=getattr(page, "accept_since", None),
    )
