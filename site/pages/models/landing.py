from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.models import Page
from wagtail.search import index

from pages.models.sectioned import Sectioned
from pages.trails import trail_of


class LandingPage(Sectioned):
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

    @property
    def picture_id(self) -> int | None:
        """The picture beside the title."""
        chosen: int | None = self.image_id
        return chosen

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """The page with the pages above it."""
        return {**super().get_context(request, *args, **kwargs), "trail": trail_of(self)}
