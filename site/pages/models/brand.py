from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.fields import StreamField
from wagtail.models import Page

from pages import freshness
from pages.links import FooterColumns, MenuLinks, SocialLinks


def _page(words: Any, hint: Any) -> Any:
    """A key to a page of the site that may be taken away again."""
    return models.ForeignKey(
        Page, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=words, help_text=hint
    )


@register_setting(icon="site")
class Brand(BaseSiteSetting):
    """What every page says about the site itself."""

    email = models.EmailField(
        _("e-mail"), blank=True, help_text=_("Gets what visitors write on the contact page. Nobody else sees it.")
    )
    phone = models.CharField(_("telephone"), max_length=30, blank=True, help_text=_("Shown on the contact page."))
    address = models.CharField(
        _("postal address"), max_length=200, blank=True, help_text=_("Shown on the contact page.")
    )
    menu = StreamField(
        MenuLinks(max_num=6, required=False),
        blank=True,
        verbose_name=_("main menu"),
        help_text=_("Up to six links at the top of every page. None: projects, specialists and ideas."),
    )
    footer = StreamField(
        FooterColumns(max_num=4, required=False),
        blank=True,
        verbose_name=_("columns of the footer"),
        help_text=_("None: the links every site has."),
    )
    social = StreamField(
        SocialLinks(max_num=6, required=False),
        blank=True,
        verbose_name=_("profiles elsewhere"),
        help_text=_("Shown at the bottom of the footer."),
    )
    terms = _page(_("terms"), _("Named at the bottom of every page, and accepted by whoever signs up."))
    privacy = _page(_("privacy policy"), _("Named at the bottom of every page, and accepted by whoever signs up."))
    contact = _page(_("contact page"), _("Named at the bottom of every page."))

    panels: ClassVar[list[Any]] = [
        MultiFieldPanel(["email", "phone", "address"], heading=_("Contacts")),
        FieldPanel("menu"),
        FieldPanel("footer"),
        MultiFieldPanel(["terms", "privacy", "contact"], heading=_("Pages that every site needs")),
        FieldPanel("social"),
    ]

    class Meta:
        verbose_name = _("brand and navigation")

    def save(self, *args: Any, **kwargs: Any) -> None:
        """What pages remember of it is read anew."""
        super().save(*args, **kwargs)
        freshness.forget("brand")
