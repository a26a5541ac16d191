"""Named reads of articles: lists from tuples, each in a fixed number of queries."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import quote

from django.contrib.auth.models import AnonymousUser
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q, QuerySet
from django.db.models.functions import JSONObject
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from blog.models import ArticlePage, ArticleTag, Author, BlogIndexPage
from blog.pictures import pictures
from marketplace.core import keyset
from marketplace.media.models import SiteRendition
from marketplace.media.selectors import Picture
from marketplace.projects.models import Project
from marketplace.projects.selectors import cards
from marketplace.reports.subjects import Subject

Card = dict[str, Any]

FOUND_AT_MOST = 500
FORWARD, BACK = "after", "before"
COLUMNS = (
    *("pk", "slug", "url_path", "title", "intro", "date", "language", "minutes", "author__name", "hero_id"),
    *("hero__alt_text", "hero__title", "last_published_at"),
)


def public() -> QuerySet[ArticlePage]:
    """What anybody may read: one statement asks for the pages that are kept behind a password."""
    articles: QuerySet[ArticlePage] = ArticlePage.objects.live().public()
    return articles


def _tags() -> ArraySubquery:
    links = ArticleTag.objects.filter(content_object=OuterRef("pk")).order_by("tag__name")
    return ArraySubquery(links.values(term=JSONObject(name="tag__name", slug="tag__slug")))


def address(url_path: str, language: str | None = None) -> str:
    """The address of a page by its path in Wagtail's tree, in the reader's language or a given one."""
    path = url_path.strip("/").partition("/")[2]
    where = f"{path}/" if path else ""
    if language is None:
        return reverse("wagtail_serve", args=[where])
    with override(language):
        return reverse("wagtail_serve", args=[where])


def _cards(articles: QuerySet[ArticlePage]) -> list[Card]:
    rows = list(articles.values_list(*COLUMNS, _tags()))
    covers = pictures([row[9] for row in rows], "card", alts={row[9]: row[10] or row[11] for row in rows if row[9]})
    return [_card(row, covers) for row in rows]


def _card(row: tuple[Any, ...], covers: dict[int, Any]) -> Card:
    pk, slug, url_path, title, intro, day, language, minutes, author, hero, _alt, _title, changed, tags = row
    return {
        "id": pk,
        "slug": slug,
        "url": address(url_path),
        "title": title,
        "intro": intro,
        "date": day,
        "language": language,
        "reading_minutes": minutes,
        "author": author or "",
        "picture": covers.get(hero),
        "tags": tags,
        "changed_at": changed,
    }


def _newest(articles: QuerySet[ArticlePage]) -> QuerySet[ArticlePage]:
    return articles.order_by("-date", "-pk")


def latest(number: int) -> list[Card]:
    """The newest articles: three statements."""
    return _cards(_newest(public())[:number])


def chosen(ids: Sequence[int]) -> list[Card]:
    """The cards of these articles in this order, without those not public: three statements."""
    found = {card["id"]: card for card in _cards(public().filter(pk__in=ids))}
    return [found[pk] for pk in ids if pk in found]


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which articles a list shows: of a tag, by an author, holding words; all of them when nothing is said."""

    tag: str = ""
    author: int | None = None
    words: str = ""

    def narrow(self, articles: QuerySet[ArticlePage]) -> QuerySet[ArticlePage]:
        """Those of the articles that are wanted."""
        found = _tagged(articles, self.tag)
        found = found.filter(author=self.author) if self.author else found
        return found.filter(pk__in=found_by(self.words)) if self.words else found


def numbered(page: int, size: int, wanted: Wanted) -> tuple[list[Card], bool]:
    """One numbered page of the articles wanted, newest first, and whether another follows: three statements, one more
    for words."""
    found = _cards(_newest(wanted.narrow(public()))[(page - 1) * size : page * size + 1])
    return found[:size], len(found) > size


def tag_named(slug: str) -> dict[str, str] | None:
    """The tag with this slug that public articles bear; None when none does."""
    links = ArticleTag.objects.filter(content_object__in=public().values("pk"), tag__slug=slug)
    name = links.values_list("tag__name", flat=True).first()
    return {"name": name, "slug": slug} if name is not None else None


def is_tag(slug: str) -> bool:
    """Whether some article, public or not, bears the tag with this slug."""
    return bool(slug) and "\x00" not in slug and ArticleTag.objects.filter(tag__slug=slug[:100]).exists()


def author_named(slug: str) -> Author | None:
    """Who writes under this address and has a public article; None otherwise."""
    return Author.objects.filter(slug=slug, pk__in=public().values("author")).first()


def _tagged(articles: QuerySet[ArticlePage], tag: str) -> QuerySet[ArticlePage]:
    tagged = ArticleTag.objects.filter(tag__slug=tag).values("content_object")
    return articles.filter(pk__in=tagged) if tag else articles


@dataclass(frozen=True, slots=True)
class Window:
    """Some articles of a list, and the cursors of those before and after; empty where the list ends."""

    cards: list[Card]
    previous: str
    next: str


def window(cursor: str, size: int, *, tag: str = "", words: str = "") -> Window:
    """The articles a cursor leads to, newest first, all of them holding the words when given. Raises BadCursor."""
    articles = _tagged(public(), tag)
    if words:
        articles = articles.filter(pk__in=found_by(words))
    if not cursor:
        found = _cards(_newest(articles)[: size + 1])
        return Window(found[:size], "", _cursor(FORWARD, found[:size], -1) if len(found) > size else "")
    direction, day, pk = _place(cursor)
    if direction == BACK:
        newer = articles.filter(Q(date__gt=day) | Q(date=day, pk__gt=pk)).order_by("date", "pk")
        found = _cards(newer[: size + 1])
        shown = found[:size][::-1]
        return Window(shown, _cursor(BACK, shown, 0) if len(found) > size else "", _cursor(FORWARD, shown, -1))
    found = _cards(_newest(articles.filter(Q(date__lt=day) | Q(date=day, pk__lt=pk)))[: size + 1])
    shown = found[:size]
    return Window(shown, _cursor(BACK, shown, 0), _cursor(FORWARD, shown, -1) if len(found) > size else "")


def _cursor(direction: str, cards: list[Card], index: int) -> str:
    return keyset.encode([direction, cards[index]["date"].isoformat(), cards[index]["id"]]) if cards else ""


def _place(cursor: str) -> tuple[str, date, int]:
    direction, day, pk = keyset.decode(cursor, length=3)
    try:
        if direction in (FORWARD, BACK) and isinstance(pk, int):
            return str(direction), date.fromisoformat(str(day)), pk
    except ValueError:
        pass
    raise keyset.BadCursor(_("This page link is broken: start again from the first page."), field="cursor")


def found_by(words: str) -> list[int]:
    """The ids of at most 500 articles that hold all the words, the best first."""
    results = ArticlePage.objects.live().defer_streamfields().search(words, operator="and")
    return [article.pk for article in results[:FOUND_AT_MOST]]


def related(article: ArticlePage, tags: Iterable[int], number: int = 3) -> list[Card]:
    """The newest articles that share a tag, filled up with the newest others: at most four statements."""
    others = _newest(public().exclude(pk=article.pk))
    close = others.filter(pk__in=ArticleTag.objects.filter(tag__in=list(tags)).values("content_object"))
    found = _cards(close[:number])
    if len(found) < number:
        found += _cards(others.exclude(pk__in=[card["id"] for card in found])[: number - len(found)])
    return found


def used_tags(number: int = 12) -> list[dict[str, str]]:
    """The tags of public articles by name."""
    links = ArticleTag.objects.filter(content_object__in=public().values("pk"))
    names = links.order_by("tag__name").values_list("tag__name", "tag__slug").distinct()[:number]
    return [{"name": name, "slug": slug} for name, slug in names]


def narrower_lists(number: int = 2_000) -> list[str]:
    """The addresses of the list of articles by each of their tags and by each of their authors: three statements."""
    page = index_page()
    if page is None:
        return []
    writers = Author.objects.filter(pk__in=public().values("author")).order_by("slug")
    parts = [f"tags/{quote(tag['slug'])}/" for tag in used_tags(number)]
    parts += [f"authors/{quote(slug)}/" for slug in writers.values_list("slug", flat=True)[:number]]
    return [f"{address(page.url_path)}{part}" for part in parts]


def by_slug(slug: str) -> ArticlePage | None:
    """The public article with this address, with its author; None otherwise."""
    return public().select_related("author", "hero").filter(slug=slug).first()


def index_page() -> BlogIndexPage | None:
    """The list of articles that anybody may read."""
    page: BlogIndexPage | None = BlogIndexPage.objects.live().public().first()
    return page


def reported(slug: str) -> Subject | None:
    """The public article that somebody reports; None when there is none."""
    page = public().filter(slug=slug).first()
    return Subject("article", page.pk, page.title, address(page.url_path)) if page else None


def newest_projects(number: int) -> list[Card]:
    """The cards of the newest projects, as anybody sees them: three statements."""
    newest = Project.objects.public().order_by("-standing__published_at", "-pk")
    return cards(list(newest.values_list("pk", flat=True)[:number]), AnonymousUser())


def newest_picture() -> Picture | None:
    """The editors' latest picture that has its sizes; None while there is none."""
    latest = SiteRendition.objects.order_by("-image_id").values_list("image_id", flat=True).first()
    return pictures([latest], "wide").get(latest) if latest else None
