"""What the body of an article may be made of."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageBlock

from blog.choosers import ProjectChooserBlock

RICH_TEXT = ["bold", "italic", "link", "ol", "ul", "h3"]


class Previewed:
    """A part of an article that editors look at before they use it, as readers would see it."""

    def get_preview_template(self, value: Any, context: Any = None) -> str:
        return "blog/preview.html"

    def get_preview_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        from blog import reading  # noqa: PLC0415 - reading knows articles, which are made of these

        return {**(parent_context or {}), **reading.sample(self, value)}


class HeadingBlock(Previewed, blocks.CharBlock):
    class Meta:
        icon = "title"
        label = _("Heading")
        help_text = _("Begins a part of the article. From three of them on, readers get a table of contents.")
        preview_value = "Three pictures, not forty"


class ParagraphBlock(Previewed, blocks.RichTextBlock):
    class Meta:
        icon = "pilcrow"
        label = _("Text")
        help_text = _("A few sentences on one thought. An empty line begins the next.")
        preview_value = "<p>Choose three pictures and write <b>one sentence</b> under each.</p>"


class QuoteBlock(Previewed, blocks.StructBlock):
    text = blocks.TextBlock(label=_("Words"), max_length=600)
    by = blocks.CharBlock(label=_("Who says so"), required=False, max_length=120)

    class Meta:
        icon = "openquote"
        label = _("Quotation")
        help_text = _("Somebody's own words, without quotation marks.")
        preview_value = {"text": "What I cannot draw is a family I have not been told about.", "by": "A designer"}


class PictureBlock(Previewed, blocks.StructBlock):
    image = ImageBlock(label=_("Picture"))
    caption = blocks.CharBlock(label=_("Caption"), required=False, max_length=200)

    class Meta:
        icon = "image"
        label = _("Picture")
        help_text = _("Say what is to be seen, unless the picture is mere decoration.")
        preview_value = {"image": None, "caption": "One wall of small tiles, plain plaster on the others."}


class TipBlock(Previewed, blocks.TextBlock):
    class Meta:
        icon = "help"
        label = _("Tip")
        help_text = _("One piece of advice, set apart from the text.")
        preview_value = "Ask for the waterproofing to be tested."


class ProjectsBlock(Previewed, blocks.StructBlock):
    title = blocks.CharBlock(label=_("Title"), required=False, max_length=80)
    projects = blocks.ListBlock(ProjectChooserBlock(), label=_("Projects"), min_num=1, max_num=6)

    class Meta:
        icon = "grip"
        label = _("Projects")
        help_text = _("Projects that show what the text says. One that is no longer public is left out.")
        preview_value = {"title": "How it looks in real rooms", "projects": []}


class ArticleBody(blocks.StreamBlock):
    heading = HeadingBlock(max_length=120)
    paragraph = ParagraphBlock(features=RICH_TEXT)
    quote = QuoteBlock()
    image = PictureBlock()
    tip = TipBlock(max_length=600)
    projects = ProjectsBlock()
