"""The sections editors build pages from. Each asks a listing for what it shows, and has a preview."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.rich_text import expand_db_html

from blog.blocks import RICH_TEXT
from blog.choosers import ProjectChooserBlock
from pages import listings
from pages.links import LinkBlock, target

Context = dict[str, Any]


def viewer_in(context: Context | None) -> Any:
    """The person the page is for; a stranger in previews that have no request."""
    return getattr((context or {}).get("request"), "user", None) or AnonymousUser()


class Section(blocks.StructBlock):
    """A title, a sentence and what the kind of section adds.

    What `is_personal` shows is not the same for everybody who is signed in: their own hearts.
    """

    title = blocks.CharBlock(label=_("Title"), max_length=80)
    text = blocks.CharBlock(label=_("Sentence under the title"), required=False, max_length=200)

    is_personal = False

    class Meta:
        preview_template = "pages/blocks/preview.html"

    def get_context(self, value: Any, parent_context: Context | None = None) -> Context:
        """The block's context with what the section lists, read for the viewer."""
        context: Context = super().get_context(value, parent_context=parent_context)
        return {**context, **self.listing(value, viewer_in(parent_context))}

    def get_preview_context(self, value: Any, parent_context: Context | None = None) -> Context:
        """The section on a page of its own, as a visitor who is not signed in would see it."""
        listing = self.listing(value, AnonymousUser())
        return {**(parent_context or {}), **listing, "value": value, "template": self.meta.template}

    def listing(self, value: Any, viewer: Any) -> Context:
        """What a kind of section shows besides its words."""
        return {}


class FeaturedProjects(Section):
    projects = blocks.ListBlock(
        ProjectChooserBlock(),
        label=_("Projects"),
        max_num=9,
        default=[],
        help_text=_("In this order; the first is shown large. None chosen: the newest ones."),
    )
    number = blocks.IntegerBlock(label=_("How many of the newest"), default=5, min_value=1, max_value=9)

    is_personal = True

    class Meta:
        icon = "image"
        label = _("Featured projects")
        template = "pages/blocks/projects.html"
        help_text = _("Five look best. A project that is no longer public is left out.")
        preview_value = {"title": "Rooms worth stealing ideas from", "text": "", "projects": [], "number": 5}

    def listing(self, value: Any, viewer: Any) -> Context:
        chosen = [project.pk for project in value["projects"] if project is not None]
        return {"cards": listings.projects(chosen, value["number"], viewer)}


class CategoryGrid(Section):
    class Meta:
        icon = "grip"
        label = _("Categories")
        template = "pages/blocks/categories.html"
        help_text = _("The main categories with their numbers of projects, in the catalogue's order.")
        preview_value = {"title": "Start with a room or a trade", "text": ""}

    def listing(self, value: Any, viewer: Any) -> Context:
        return {"categories": listings.categories()}


class SpecialistsRow(Section):
    number = blocks.IntegerBlock(label=_("How many"), default=4, min_value=1, max_value=8)

    is_personal = True

    class Meta:
        icon = "group"
        label = _("Specialists")
        template = "pages/blocks/specialists.html"
        help_text = _("The best rated ones that have projects to show; among equals those saved most.")
        preview_value = {"title": "Specialists people come back to", "text": "", "number": 4}

    def listing(self, value: Any, viewer: Any) -> Context:
        return {"cards": listings.specialists(value["number"], viewer)}


class LatestArticles(Section):
    number = blocks.IntegerBlock(label=_("How many"), default=3, min_value=1, max_value=6)

    class Meta:
        icon = "doc-full"
        label = _("Latest articles")
        template = "pages/blocks/articles.html"
        help_text = _("The newest articles, without anything to choose.")
        preview_value = {"title": "From the journal", "text": "", "number": 3}

    def listing(self, value: Any, viewer: Any) -> Context:
        return {"cards": listings.articles(value["number"])}


class Step(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Title"), max_length=60)
    text = blocks.TextBlock(label=_("Text"), max_length=240)


STEPS = [
    {"title": "Look at finished rooms", "text": "Every picture belongs to a job that was done."},
    {"title": "Keep what you like", "text": "Save rooms and people in one list."},
    {"title": "Meet the maker", "text": "Open the profile behind the room."},
]


class Steps(Section):
    steps = blocks.ListBlock(Step(), label=_("Steps"), min_num=2, max_num=6)

    class Meta:
        icon = "list-ol"
        label = _("Steps")
        template = "pages/blocks/steps.html"
        help_text = _("How something is done, in two to six steps; three look best.")
        preview_value = {"title": "Three steps to a room you like", "text": "", "steps": STEPS}


class CallToAction(Section):
    kicker = blocks.CharBlock(label=_("Word above the title"), required=False, max_length=40)
    points = blocks.ListBlock(blocks.CharBlock(max_length=80), label=_("Points"), max_num=5, default=[])
    link = LinkBlock(label=_("Button"))

    class Meta:
        icon = "plus-inverse"
        label = _("Call to action")
        template = "pages/blocks/call.html"
        help_text = _("A dark band with one button: one on a page is enough.")
        preview_value = {
            "kicker": "For specialists",
            "title": "Your portfolio should find the clients for you.",
            "text": "Publish finished projects and see what every view turns into.",
            "points": ["Twelve photos for each project", "Statistics by the day"],
            "link": {"label": "Open a studio", "page": None, "path": "/accounts/signup/"},
        }

    def listing(self, value: Any, viewer: Any) -> Context:
        return {"url": target(value["link"])}


class CityGrid(Section):
    number = blocks.IntegerBlock(label=_("How many"), default=10, min_value=2, max_value=30)

    class Meta:
        icon = "globe"
        label = _("Cities")
        template = "pages/blocks/cities.html"
        help_text = _("Cities with finished projects, those with most of them first.")
        preview_value = {"title": "Close to you", "text": "", "number": 10}

    def listing(self, value: Any, viewer: Any) -> Context:
        return {"cities": listings.busiest_cities(value["number"])}


class TextSection(Section):
    body = blocks.RichTextBlock(label=_("Text"), features=RICH_TEXT)

    class Meta:
        icon = "pilcrow"
        label = _("Text")
        template = "pages/blocks/text.html"
        help_text = _("A few paragraphs in reading width. Longer texts are better as an article.")
        preview_value = {
            "title": "How projects get here",
            "text": "",
            "body": "<p>Specialists tell what they did, and a <b>moderator</b> looks at every picture.</p>",
        }


LANGUAGES = [("", _("All readers")), *settings.LANGUAGES]


class Question(blocks.StructBlock):
    question = blocks.CharBlock(label=_("Question"), max_length=140)
    answer = blocks.RichTextBlock(label=_("Answer"), features=["bold", "italic", "link", "ol", "ul"])
    language = blocks.ChoiceBlock(label=_("For readers of"), choices=LANGUAGES, required=False, default="")

    class Meta:
        icon = "help"
        label = _("Question")


ANSWER = "<p>Between four and ten weeks. The drawing takes two of them, and waiting for tiles the rest.</p>"


class Questions(Section):
    questions = blocks.ListBlock(Question(), label=_("Questions"), min_num=1, max_num=20)

    class Meta:
        icon = "help"
        label = _("Questions and answers")
        template = "pages/blocks/questions.html"
        help_text = _(
            "Each opens on a click, and search engines may show them. Readers see those of their language; where there "
            "is none, the English ones."
        )
        preview_value = {
            "title": "Good to know",
            "text": "",
            "questions": [{"question": "How long does a bathroom take?", "answer": ANSWER, "language": ""}],
        }

    def listing(self, value: Any, viewer: Any) -> Context:
        return asked(value["questions"])


def asked(questions: Iterable[Any]) -> Context:
    """The questions for the reader's language, the English ones when it has none, and both as schema.org's FAQPage."""
    every = list(questions)
    own = [one for one in every if one["language"] in ("", get_language())]
    shown = own or [one for one in every if one["language"] == "en"]
    entities = [
        {
            "@type": "Question",
            "name": one["question"],
            "acceptedAnswer": {"@type": "Answer", "text": expand_db_html(one["answer"].source)},
        }
        for one in shown
    ]
    return {"questions": shown, "structured": {"@type": "FAQPage", "mainEntity": entities} if entities else {}}


class Sections(blocks.StreamBlock):
    """What the home page and landing pages are made of."""

    categories = CategoryGrid()
    projects = FeaturedProjects()
    steps = Steps()
    specialists = SpecialistsRow()
    cities = CityGrid()
    call = CallToAction()
    articles = LatestArticles()
    text = TextSection()
    questions = Questions()


class Suggestions(blocks.StreamBlock):
    words = blocks.CharBlock(label=_("Search"), max_length=40, icon="search")
