"""Links that editors set: in menus, in the footer, on buttons."""

from typing import Any

from django.conf import settings
from django.urls import translate_url
from django.utils.translation import get_language, override
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.models import Page


class LinkBlock(blocks.StructBlock):
    """A page of the site, or any address."""

    label = blocks.CharBlock(label=_("Words on the link"), max_length=40)
    page = blocks.PageChooserBlock(label=_("Page"), required=False)
    path = blocks.CharBlock(
        label=_("or an address"), required=False, max_length=200, help_text=_("Such as /projects/ or https://…")
    )

    class Meta:
        icon = "link"
        label = _("Link")

    def clean(self, value: Any) -> Any:
        """Raises when neither or both are given, and for an address that leads nowhere we know."""
        cleaned = super().clean(value)
        if bool(cleaned["page"]) == bool(cleaned["path"]):
            raise blocks.StructBlockValidationError(non_block_errors=[_("Choose a page or write an address.")])
        if cleaned["path"] and not _leads_somewhere(cleaned["path"]):
            raise blocks.StructBlockValidationError({"path": [_("An address begins with / or https://.")]})
        return cleaned


def _leads_somewhere(path: str) -> bool:
    return path.startswith(("/", "https://", "mailto:", "tel:")) and not path.startswith("//")


def target(link: Any) -> str:
    """Where a link leads, in the reader's language; empty when its page is gone or not public."""
    if link["page"] is not None:
        return address(link["page"])
    return localised(str(link["path"] or ""))


def address(page: Page | None) -> str:
    """Where a public page is read, in the reader's language; empty for any other."""
    return localised(str(page.url or "")) if page is not None and page.live else ""


def localised(path: str) -> str:
    """An address of ours as editors write it, /projects/, under the reader's language; any other as it is."""
    if not path.startswith("/"):
        return path
    language = get_language() or settings.LANGUAGE_CODE
    with override(settings.LANGUAGE_CODE):
        return translate_url(path, language)


class MenuLinks(blocks.StreamBlock):
    link = LinkBlock()


class FooterColumn(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Title"), max_length=40)
    links = blocks.ListBlock(LinkBlock(), label=_("Links"), min_num=1, max_num=8)

    class Meta:
        icon = "list-ul"
        label = _("Column")


class FooterColumns(blocks.StreamBlock):
    column = FooterColumn()


class SocialLinks(blocks.StreamBlock):
    profile = blocks.StructBlock(
        [
            ("label", blocks.CharBlock(label=_("Name"), max_length=40)),
            ("url", blocks.URLBlock(label=_("Address"), max_length=200)),
        ],
        icon="link",
        label=_("Profile"),
    )
