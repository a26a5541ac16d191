from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Page
from wagtail.search import index

from marketplace.core import clock

NAME, SUBJECT, TEXT = 80, 120, 4000


class ContactPage(Page):
    """Where visitors write to the people behind the site."""

    intro = models.CharField(
        _("introduction"),
        max_length=300,
        blank=True,
        help_text=_("What people may write about, and how soon you answer."),
    )
    body = RichTextField(
        _("text beside the form"),
        blank=True,
        features=["h2", "bold", "link", "ul"],
        help_text=_("Answers that save people the writing. Telephone and address come from the brand's settings."),
    )
    thanks_title = models.CharField(
        _("title after sending"), max_length=80, blank=True, help_text=_("Empty: “Thank you, we have your message”.")
    )
    thanks_text = models.CharField(
        _("sentence after sending"), max_length=300, blank=True, help_text=_("What happens next.")
    )

    template = "pages/contact.html"
    parent_page_types = ["pages.HomePage"]
    subpage_types: ClassVar[list[str]] = []
    content_panels = [
        *Page.content_panels,
        FieldPanel("intro"),
        FieldPanel("body"),
        MultiFieldPanel(["thanks_title", "thanks_text"], heading=_("Once the message is sent")),
    ]
    search_fields = [*Page.search_fields, index.SearchField("intro"), index.SearchField("body")]

    class Meta:
        verbose_name = _("contact page")
        verbose_name_plural = _("contact pages")

    def serve(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        """The form, what is wrong with it, or the thanks."""
        from pages import views  # noqa: PLC0415 - a Wagtail page is its own view

        return views.contact_form(self, request)


class ContactMessage(models.Model):
    """What somebody wrote on a contact page. Staff answer by mail and tick it off; after a year it is forgotten."""

    name = models.CharField(_("name"), max_length=NAME)
    email = models.EmailField(_("e-mail address"))
    subject = models.CharField(_("subject"), max_length=SUBJECT)
    text = models.TextField(_("message"), max_length=TEXT)
    language = models.CharField(_("language of the page"), max_length=5, choices=settings.LANGUAGES)
    sender = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("signed in as"),
    )
    sent_at = models.DateTimeField(_("sent"), default=clock.now, db_index=True)
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("by")
    )

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        ordering = ["-sent_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_at__isnull=False) | Q(answered_by__isnull=True), name="message_answered"
            )
        ]

    def __str__(self) -> str:
        return f"{self.subject} ({self.name})"
