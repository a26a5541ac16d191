from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index

from pages import listings
from pages.blocks import Suggestions
from pages.models.sectioned import Sectioned


class HomePage(Sectioned):
    """The first page: a picture, a search and the sections that editors chose."""

    hero_title = models.CharField(
        _("headline"), max_length=60, blank=True, help_text=_("Up to eight words. Empty: the title of the page.")
    )
    hero_lead = models.CharField(_("sentence under the headline"), max_length=200, blank=True)
    hero_image = models.ForeignKey(
        "media.SiteImage",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("picture"),
        help_text=_("At least 1600 pixels wide, calm on the left. It is decoration: nothing is read aloud."),
    )
    suggestions = StreamField(
        Suggestions(max_num=6, required=False),
        blank=True,
        verbose_name=_("suggested searches"),
        help_text=_("Four to six things people often look for."),
    )

    template = "pages/home.html"
    parent_page_types = ["wagtailcore.Page"]
    max_count_per_parent = 1
    content_panels = [
        *Page.content_panels,
        MultiFieldPanel(["hero_title", "hero_lead", "hero_image", "suggestions"], heading=_("Top of the page")),
        FieldPanel("body"),
    ]
    search_fields = [*Page.search_fields, index.SearchField("hero_lead")]

    class Meta:
        verbose_name = _("home page")
        verbose_name_plural = _("home pages")

    @property
    def picture_id(self) -> int | None:
        """The picture behind the headline."""
        chosen: int | None = self.hero_image_id
        return chosen

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """The page with live numbers and the cities to choose from."""
        context = super().get_context(request, *args, **kwargs)
        return {**context, "proof": listings.proof(), "cities": listings.cities()}
