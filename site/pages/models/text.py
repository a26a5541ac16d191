from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Page
from wagtail.search import index


class StandardPage(Page):
    """A page of plain text: about, terms, privacy."""

    intro = models.CharField(
        _("introduction"), max_length=300, blank=True, help_text=_("What the page says, in a sentence or two.")
    )
    body = RichTextField(_("text"), blank=True, features=["h2", "h3", "bold", "italic", "link", "ol", "ul", "hr"])
    valid_from = models.DateField(
        _("in force from"), null=True, blank=True, help_text=_("For terms and policies: shown under the title.")
    )
    accept_since = models.DateTimeField(
        _("people must accept it again from"),
        null=True,
        blank=True,
        help_text=_(
            "For terms and the privacy policy: whoever accepted them before that moment is asked once, at their next "
            "page. Empty: nobody is asked."
        ),
    )
    language = models.CharField(
        _("language of the text"),
        max_length=5,
        default="en",
        choices=settings.LANGUAGES,
        help_text=_("So that it is read aloud in the right voice, and hyphenated by the right rules."),
    )

    template = "pages/standard.html"
    parent_page_types = ["pages.HomePage", "pages.StandardPage"]
    subpage_types = ["pages.StandardPage"]
    content_panels = [
        *Page.content_panels,
        FieldPanel("intro"),
        FieldPanel("body"),
        MultiFieldPanel(["valid_from", "accept_since", "language"], heading=_("About the text")),
    ]
    search_fields = [*Page.search_fields, index.SearchField("intro"), index.SearchField("body")]

    class Meta:
        verbose_name = _("text page")
        verbose_name_plural = _("text pages")
