"""The sections editors build the home page from. Each asks a listing for what it shows."""

from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from blog.choosers import ProjectChooserBlock
from pages import listings
from pages.links import LinkBlock, target

Context = dict[str, Any]


def viewer_in(context: Context | None) -> Any:
    """The person the page is for; a stranger in previews that have no request."""
    return getattr((context or {}).get("request"), "user", None) or AnonymousUser()


class Section(blocks.StructBlock):
    """A title, a sentence and what the kind of section adds."""

    title = blocks.CharBlock(label=_("Title"), max_length=80)
    text = blocks.CharBlock(label=_("Sentence under the title"), required=False, max_length=200)

    def get_context(self, value: Any, parent_context: Context | None = None) -> Context:
        """The block's context with what the section lists, read for the viewer."""
        context: Context = super().get_context(value, parent_context=parent_context)
        return {**context, **self.listing(value, viewer_in(parent_context))}

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


class HomeBody(blocks.StreamBlock):
    categories = CategoryGrid()
    projects = FeaturedProjects()
    steps = Steps()
    specialists = SpecialistsRow()
    call = CallToAction()
    articles = LatestArticles()


def sections(body: Any, viewer: Any) -> list[Context]:
    """Each section's template, words and lists. The page includes them, so that icons land in its one sprite."""
    return [
        {"template": part.block.meta.template, "value": part.value, **part.block.listing(part.value, viewer)}
        for part in body
    ]


class Suggestions(blocks.StreamBlock):
    words = blocks.CharBlock(label=_("Search"), max_length=40, icon="search")
