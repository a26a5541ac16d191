from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index

from pages import listings
from pages.blocks import Sections
from pages.parts import parts_of
from pages.trails import trail_of


class LandingPage(Page):
    """A page that editors put together from sections: for a season, a town, a kind of home."""

    lead = models.CharField(_("sentence under the title"), max_length=240, blank=True)
    image = models.ForeignKey(
        "media.SiteImage",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("picture"),
        help_text=_("At least 1600 pixels wide. It is decoration: nothing is read aloud."),
    )
    body = StreamField(
        Sections(required=False),
        blank=True,
        verbose_name=_("sections"),
        help_text=_("In the order of the page. Sections with lists keep themselves up to date."),
    )
    language = models.CharField(_("language of the text"), max_length=5, default="en", choices=settings.LANGUAGES)

    template = "pages/landing.html"
    parent_page_types = ["pages.HomePage", "pages.LandingPage"]
    subpage_types = ["pages.LandingPage", "pages.CategoryPage", "pages.StandardPage"]
    content_panels = [
        *Page.content_panels,
        MultiFieldPanel(["lead", "image", "language"], heading=_("Top of the page")),
        FieldPanel("body"),
    ]
    search_fields = [*Page.search_fields, index.SearchField("lead"), index.SearchField("body")]

    class Meta:
        verbose_name = _("landing page")
        verbose_name_plural = _("landing pages")

    def image_ids(self) -> set[int]:
        """The editors' pictures the page shows."""
        return {self.image_id} if self.image_id else set()

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """The page with its picture, the pages above it, and its sections."""
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        parts = parts_of(self.body, request)
        return {**context, "picture": listings.hero(self.image_id), "sections": parts, "trail": trail_of(self)}
