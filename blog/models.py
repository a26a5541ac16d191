from itertools import chain, count
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils.html import strip_tags
from django.utils.translation import gettext_lazy as _
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey
from taggit.models import TaggedItemBase
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index
from wagtail.snippets.models import register_snippet
from wagtail.url_routing import RouteResult

from blog.blocks import ArticleBody
from marketplace.core import clock
from marketplace.core.ids import readable

WORDS_A_MINUTE = 200
# The first word of an address below the list, and what the second one names.
PARTS = {"tags": "tag", "authors": "author"}


@register_snippet
class Author(index.Indexed, models.Model):
    """Who writes articles."""

    name = models.CharField(_("name"), max_length=80, unique=True)
    slug = models.SlugField(
        _("address"), max_length=80, unique=True, blank=True, help_text=_("Left empty, it is made from the name.")
    )
    bio = models.CharField(
        _("about"), max_length=300, blank=True, help_text=_("One or two sentences, shown under articles.")
    )
    picture = models.ForeignKey(
        "media.SiteImage", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("portrait")
    )

    panels = ["name", "bio", "picture", "slug"]
    search_fields: ClassVar[list[index.BaseField]] = [index.SearchField("name"), index.AutocompleteField("name")]

    class Meta:
        verbose_name = _("author")
        verbose_name_plural = _("authors")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Everybody who writes has a page, so everybody has an address."""
        self.slug = self.slug or self._free_slug()
        super().save(*args, **kwargs)

    def _free_slug(self) -> str:
        wanted = readable(self.name, otherwise="author")[:70]
        taken = set(Author.objects.filter(slug__startswith=wanted).values_list("slug", flat=True))
        return next(slug for slug in chain([wanted], (f"{wanted}-{n}" for n in count(2))) if slug not in taken)


class Illustrated(Page):
    """A page that shows editors' pictures: their sizes are made as soon as it is published."""

    class Meta:
        abstract = True

    def image_ids(self) -> set[int]:
        """The pictures the page shows."""
        raise NotImplementedError


class BlogIndexPage(Page):
    """All articles, newest first."""

    intro = models.CharField(_("introduction"), max_length=300, blank=True)

    template = "blog/index.html"
    parent_page_types = ["pages.HomePage"]
    subpage_types = ["blog.ArticlePage"]
    max_count_per_parent = 1
    content_panels = [*Page.content_panels, FieldPanel("intro")]

    class Meta:
        verbose_name = _("list of articles")
        verbose_name_plural = _("lists of articles")

    def route(self, request: Any, path_components: list[str]) -> Any:
        """The list; below it `tags/<slug>/` and `authors/<slug>/`, which no article can be called."""
        if self.live and len(path_components) == 2 and path_components[0] in PARTS:
            return RouteResult(self, kwargs={PARTS[path_components[0]]: path_components[1]})
        return super().route(request, path_components)

    def serve(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        """The list as the address asks for; a tag of the old kind of address is sent on to its page."""
        from blog import views  # noqa: PLC0415 - a Wagtail page is its own view

        return views.old_tag(self, request) or super().serve(request, *args, **kwargs)

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """One page of articles, as the address asks for. Raises Http404 for a tag or an author nobody knows."""
        from blog import views  # noqa: PLC0415 - a Wagtail page is its own view

        narrowed = {part: kwargs.pop(part, "") for part in PARTS.values()}
        return {**super().get_context(request, *args, **kwargs), **views.listed(self, request, **narrowed)}


class ArticleTag(TaggedItemBase):
    """Which article bears which tag."""

    content_object = ParentalKey("blog.ArticlePage", on_delete=models.CASCADE, related_name="tagged_items")


class ArticlePage(Illustrated):
    """One article."""

    intro = models.CharField(_("introduction"), max_length=300, help_text=_("Shown in lists and under the title."))
    date = models.DateField(_("date"), default=clock.today)
    language = models.CharField(_("language of the text"), max_length=5, default="en", choices=settings.LANGUAGES)
    author = models.ForeignKey(
        Author, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("author")
    )
    hero = models.ForeignKey(
        "media.SiteImage", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("picture")
    )
    body = StreamField(ArticleBody(), blank=True, verbose_name=_("text"))
    minutes = models.PositiveSmallIntegerField(default=1, editable=False)
    tags = ClusterTaggableManager(through=ArticleTag, blank=True, verbose_name=_("tags"))

    template = "blog/article.html"
    parent_page_types = ["blog.BlogIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    content_panels = [
        *Page.content_panels,
        FieldPanel("intro"),
        FieldPanel("hero"),
        MultiFieldPanel(["author", "date", "language", "tags"], heading=_("About the article")),
        FieldPanel("body"),
    ]
    search_fields = [
        *Page.search_fields,
        index.SearchField("intro", boost=2),
        index.SearchField("body"),
        index.AutocompleteField("intro"),
        index.FilterField("date"),
        index.FilterField("language"),
        index.RelatedFields("author", [index.SearchField("name")]),
        index.RelatedFields("tags", [index.SearchField("name"), index.FilterField("slug")]),
    ]

    class Meta:
        verbose_name = _("article")
        verbose_name_plural = _("articles")
        indexes = [models.Index(fields=["-date", "-page_ptr"], name="article_newest")]

    def save(self, *args: Any, **kwargs: Any) -> Any:
        """Lists show how long the text takes to read without having to load it."""
        self.minutes = self.minutes_to_read()
        return super().save(*args, **kwargs)

    def minutes_to_read(self) -> int:
        """At two hundred words a minute, at least one."""
        parts = self.body.stream_block.get_searchable_content(self.body)
        text = " ".join([self.intro, *(strip_tags(str(part)) for part in parts)])
        return max(1, round(len(text.split()) / WORDS_A_MINUTE))

    def image_ids(self) -> set[int]:
        """The pictures among the text, the one above it, and the author's."""
        shown = {part.value["image"].pk for part in self.body if part.block_type == "image" and part.value["image"]}
        portrait = self.author.picture_id if self.author else None
        return shown | {pk for pk in (self.hero_id, portrait) if pk}

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """The article ready for reading."""
        from blog import reading  # noqa: PLC0415 - a Wagtail page is its own view

        return {**super().get_context(request, *args, **kwargs), **reading.article(self, request.user)}
