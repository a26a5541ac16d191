from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index
from wagtail.url_routing import RouteResult

from marketplace.catalog import names
from marketplace.catalog import selectors as catalogue
from pages.blocks import Question

INTRO_WORDS = 80
INTRO_HELP = _("At most 80 words: what the trade does, and what makes its work good.")
TRANSLATION = _("Left empty, readers see the English text.")


def short(text: str) -> None:
    """Raises ValidationError for more than 80 words."""
    if len(text.split()) > INTRO_WORDS:
        raise ValidationError(_("At most %(most)s words, please.") % {"most": INTRO_WORDS}, code="too_long")


class AskedStream(blocks.StreamBlock):
    question = Question()


class GuideStream(blocks.StreamBlock):
    article = blocks.PageChooserBlock(page_type="blog.ArticlePage", label=_("Article"), icon="doc-full")


class CategoryPage(Page):
    """All about one category of the catalogue: what it costs, who does it, what it looks like; also for one city."""

    category = models.ForeignKey(
        "catalog.Category",
        models.PROTECT,
        related_name="+",
        verbose_name=_("category"),
        help_text=_("Projects, prices and specialists come from here, and from the categories below it."),
    )
    intro_en = models.TextField(
        _("introduction in English"), max_length=800, validators=[short], blank=True, help_text=INTRO_HELP
    )
    intro_ru = models.TextField(
        _("introduction in Russian"), max_length=800, validators=[short], blank=True, help_text=TRANSLATION
    )
    intro_kk = models.TextField(
        _("introduction in Kazakh"), max_length=800, validators=[short], blank=True, help_text=TRANSLATION
    )
    questions = StreamField(
        AskedStream(max_num=20, required=False),
        blank=True,
        verbose_name=_("questions and answers"),
        help_text=_("Readers see those of their language; where there is none, the English ones."),
    )
    guides = StreamField(
        GuideStream(max_num=3, required=False),
        blank=True,
        verbose_name=_("guides"),
        help_text=_("Up to three articles to read before asking anybody. None: the section is left out."),
    )

    template = "pages/category.html"
    parent_page_types = ["pages.HomePage", "pages.LandingPage"]
    subpage_types: ClassVar[list[str]] = []
    content_panels = [
        *Page.content_panels,
        FieldPanel("category"),
        MultiFieldPanel(["intro_en", "intro_ru", "intro_kk"], heading=_("Introduction")),
        FieldPanel("questions"),
        FieldPanel("guides"),
    ]
    search_fields = [*Page.search_fields, index.SearchField("intro_en"), index.SearchField("intro_ru")]

    class Meta:
        verbose_name = _("category page")
        verbose_name_plural = _("category pages")

    @property
    def intro(self) -> str:
        """The introduction in the reader's language, in English where it is not translated."""
        return names.pick({"en": self.intro_en, "ru": self.intro_ru, "kk": self.intro_kk})

    def route(self, request: Any, path_components: list[str]) -> Any:
        """The page itself, and below it the same page for each city that the catalogue offers."""
        if self.live and len(path_components) == 1 and path_components[0] in dict(catalogue.choices("city")):
            return RouteResult(self, kwargs={"city": path_components[0]})
        return super().route(request, path_components)

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """The page for the city of the address, for the whole country without one."""
        from pages import trades  # noqa: PLC0415 - a Wagtail page is its own view

        city = kwargs.pop("city", "")
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        return {**context, **trades.page(self, city, request.user)}
