from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page
from wagtail.search import index

from pages import listings
from pages.blocks import FooterColumns, HomeBody, SocialLinks, Suggestions, sections


class HomePage(Page):
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
    body = StreamField(HomeBody(required=False), blank=True, verbose_name=_("sections"))

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

    def image_ids(self) -> set[int]:
        """The editors' pictures the page shows."""
        return {self.hero_image_id} if self.hero_image_id else set()

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """The page with its picture, live numbers and sections, read for whoever asks."""
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        hero = listings.hero(self.hero_image_id)
        body = sections(self.body, request.user)
        return {**context, "hero": hero, "proof": listings.proof(), "cities": listings.cities(), "sections": body}


class StandardPage(Page):
    """A page of plain text: about, terms, privacy."""

    intro = models.CharField(_("introduction"), max_length=300, blank=True)
    body = RichTextField(_("text"), blank=True, features=["h2", "h3", "bold", "italic", "link", "ol", "ul", "hr"])
    valid_from = models.DateField(
        _("in force from"), null=True, blank=True, help_text=_("For terms and policies: shown under the title.")
    )

    template = "pages/standard.html"
    parent_page_types = ["pages.HomePage", "pages.StandardPage"]
    subpage_types = ["pages.StandardPage"]
    content_panels = [*Page.content_panels, FieldPanel("intro"), FieldPanel("body"), FieldPanel("valid_from")]
    search_fields = [*Page.search_fields, index.SearchField("intro"), index.SearchField("body")]

    class Meta:
        verbose_name = _("text page")
        verbose_name_plural = _("text pages")


@register_setting(icon="site")
class Brand(BaseSiteSetting):
    """What every page says about the site itself."""

    name = models.CharField(_("name"), max_length=40, default="Lintel")
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("telephone"), max_length=30, blank=True)
    address = models.CharField(_("postal address"), max_length=200, blank=True)
    footer = StreamField(
        FooterColumns(max_num=4, required=False),
        blank=True,
        verbose_name=_("columns of the footer"),
        help_text=_("None: the links every site has."),
    )
    social = StreamField(SocialLinks(max_num=6, required=False), blank=True, verbose_name=_("profiles elsewhere"))

    panels: ClassVar[list[Any]] = [
        MultiFieldPanel(["name", "email", "phone", "address"], heading=_("Brand and contacts")),
        FieldPanel("footer"),
        FieldPanel("social"),
    ]

    class Meta:
        verbose_name = _("brand and footer")
