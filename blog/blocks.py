"""What the body of an article may be made of."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageBlock

from blog.choosers import ProjectChooserBlock

RICH_TEXT = ["bold", "italic", "link", "ol", "ul", "h3"]


class HeadingBlock(blocks.CharBlock):
    class Meta:
        icon = "title"
        label = _("Heading")
        help_text = _("Begins a part of the article. From three of them on, readers get a table of contents.")
        preview_value = "Three pictures, not forty"


class ParagraphBlock(blocks.RichTextBlock):
    class Meta:
        icon = "pilcrow"
        label = _("Text")
        preview_value = "<p>Choose three pictures and write <b>one sentence</b> under each.</p>"


class QuoteBlock(blocks.StructBlock):
    text = blocks.TextBlock(label=_("Words"), max_length=600)
    by = blocks.CharBlock(label=_("Who says so"), required=False, max_length=120)

    class Meta:
        icon = "openquote"
        label = _("Quotation")
        help_text = _("Somebody's own words, without quotation marks.")
        preview_value = {"text": "What I cannot draw is a family I have not been told about.", "by": "A designer"}


class PictureBlock(blocks.StructBlock):
    image = ImageBlock(label=_("Picture"))
    caption = blocks.CharBlock(label=_("Caption"), required=False, max_length=200)

    class Meta:
        icon = "image"
        label = _("Picture")
        help_text = _("Say what is to be seen, unless the picture is mere decoration.")


class TipBlock(blocks.TextBlock):
    class Meta:
        icon = "help"
        label = _("Tip")
        help_text = _("One piece of advice, set apart from the text.")
        preview_value = "Ask for the waterproofing to be tested."


class ProjectsBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Title"), required=False, max_length=80)
    projects = blocks.ListBlock(ProjectChooserBlock(), label=_("Projects"), min_num=1, max_num=6)

    class Meta:
        icon = "grip"
        label = _("Projects")
        help_text = _("Projects that show what the text says. One that is no longer public is left out.")


class ArticleBody(blocks.StreamBlock):
    heading = HeadingBlock(max_length=120)
    paragraph = ParagraphBlock(features=RICH_TEXT)
    quote = QuoteBlock()
    image = PictureBlock()
    tip = TipBlock(max_length=600)
    projects = ProjectsBlock()
