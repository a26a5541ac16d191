"""An article, and the list of articles, ready for a template or the API."""

from collections.abc import Mapping
from types import SimpleNamespace
from typing import Any
from urllib.parse import quote, urlencode

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.utils.html import strip_tags
from django.utils.text import slugify

from blog import selectors
from blog.models import ArticlePage, BlogIndexPage
from blog.pictures import pictures
from marketplace.accounts.models import User
from marketplace.projects.selectors import cards

Viewer = User | AnonymousUser
Part = dict[str, Any]

PAGE = 12
LONG = 2
# More than that is no search.
WORDS = 120


def index(page: BlogIndexPage, asked: Mapping[str, str], *, tag: str = "", author: str = "") -> Part | None:
    """The page of the list that an address asks for, of a tag or an author when given; None when nobody knows those.

    Of the query `page` counts, what cannot be read being the first, and `q`, words to look for.
    """
    number, words = _number(asked.get("page", "")), asked.get("q", "").replace("\x00", "").strip()[:WORDS]
    bears, writer = selectors.tag_named(tag) if tag else None, selectors.author_named(author) if author else None
    if (tag and bears is None) or (author and writer is None):
        return None
    wanted = selectors.Wanted(tag, writer.pk if writer else None, words)
    found, goes_on = selectors.numbered(number, PAGE, wanted)
    portrait = writer.picture_id if writer else None
    return {
        "cards": found,
        "tags": [{**one, "url": tag_address(page, one["slug"])} for one in selectors.used_tags()],
        "tag": bears,
        "author": writer,
        "portrait": pictures([portrait], "portrait").get(portrait) if portrait else None,
        "words": words,
        "is_whole": not (bears or writer or words) and number == 1,
        "number": number,
        "address": selectors.address(page.url_path),
        "previous_url": _query(number - 1, words) if number > 1 else None,
        "next_url": _query(number + 1, words) if goes_on else None,
    }


def tag_address(page: BlogIndexPage, slug: str) -> str:
    """Where the articles of a tag are listed, in the reader's language."""
    return f"{selectors.address(page.url_path)}tags/{quote(slug)}/"


def _number(text: str) -> int:
    return max(1, int(text)) if text.isascii() and text.isdigit() and len(text) < 5 else 1


def _query(number: int, words: str) -> str:
    return "?" + urlencode({**({"q": words} if words else {}), **({"page": number} if number > 1 else {})})


def article(page: ArticlePage, viewer: Viewer) -> dict[str, Any]:
    """One article with its parts, contents, pictures and what to read next."""
    tags = list(page.tags.all())
    shown = parts(page, viewer)
    headings = [part for part in shown if part["type"] == "heading"]
    cover = pictures([page.hero_id], "wide", alts=_alt(page)).get(page.hero_id) if page.hero_id else None
    shared = pictures([page.hero_id], "shared").get(page.hero_id) if page.hero_id else None
    portrait = page.author.picture_id if page.author else None
    journal = selectors.address(page.url_path.rstrip("/").rpartition("/")[0])
    return {
        "parts": shown,
        "contents": headings if len(headings) >= LONG else [],
        "cover": cover,
        "shared": shared,
        "portrait": pictures([portrait], "portrait").get(portrait) if portrait else None,
        "tags": [{"name": tag.name, "slug": tag.slug} for tag in tags],
        "journal": journal,
        "author_url": f"{journal}authors/{page.author.slug}/" if page.author else "",
        "related": selectors.related(page, [tag.pk for tag in tags]),
        "canonical": f"{settings.SITE_URL}{selectors.address(page.url_path, page.language)}",
        "structured": structured(page, f"{settings.SITE_URL}{shared['src']}" if shared else ""),
    }


def _alt(page: ArticlePage) -> dict[int, str]:
    return {page.hero_id: page.hero.default_alt_text} if page.hero else {}


def parts(page: ArticlePage, viewer: Viewer) -> list[Part]:
    """The body as plain parts, each with a `type`: heading, paragraph, quote, image, tip or projects."""
    blocks = list(page.body)
    images = pictures((block.value["image"].pk for block in blocks if _has_image(block)), "wide")
    wanted = [pk for block in blocks if block.block_type == "projects" for pk in _chosen(block.value)]
    projects = {card["id"]: card for card in cards(wanted, viewer)} if wanted else {}
    return [_part(block, number, images, projects) for number, block in enumerate(blocks, start=1)]


def sample(block: Any, value: Any) -> Part:
    """One block with an example value, as a part; projects are the newest ones, a picture the latest that was made."""
    kind = block.name
    if kind == "projects":
        return {"part": {"type": kind, "title": value["title"], "cards": selectors.newest_projects(3)}}
    if kind == "image":
        return {"part": {"type": kind, "picture": selectors.newest_picture(), "caption": value["caption"]}}
    return {"part": _part(SimpleNamespace(block_type=kind, value=value), 1, {}, {})}


def _has_image(block: Any) -> bool:
    return block.block_type == "image" and block.value["image"] is not None


def _chosen(value: Any) -> list[int]:
    return [project.pk for project in value["projects"] if project is not None]


def _part(block: Any, number: int, images: Mapping[int, Any], projects: Mapping[int, Any]) -> Part:
    kind, value = block.block_type, block.value
    if kind == "heading":
        return {"type": kind, "text": value, "anchor": f"{slugify(value, allow_unicode=True) or 'part'}-{number}"}
    if kind == "paragraph":
        return {"type": kind, "html": str(value), "text": strip_tags(str(value))}
    if kind == "quote":
        return {"type": kind, "text": value["text"], "by": value["by"]}
    if kind == "image":
        image = value["image"]
        found = images.get(image.pk) if image is not None else None
        picture = {**found, "alt": image.contextual_alt_text or ""} if found else None
        return {"type": kind, "picture": picture, "caption": value["caption"]}
    if kind == "projects":
        shown = [projects[pk] for pk in _chosen(value) if pk in projects]
        return {"type": kind, "title": value["title"], "cards": shown}
    return {"type": kind, "text": value}


def structured(page: ArticlePage, picture: str) -> dict[str, Any]:
    """The article as search engines read it (schema.org)."""
    return {
        "@type": "Article",
        "headline": page.title,
        "description": page.intro,
        "url": f"{settings.SITE_URL}{selectors.address(page.url_path, page.language)}",
        "inLanguage": page.language,
        "datePublished": page.date.isoformat(),
        **({"dateModified": page.last_published_at.isoformat()} if page.last_published_at else {}),
        **({"author": _signed(page)} if page.author else {}),
        **({"image": [picture]} if picture else {}),
    }


def _signed(page: ArticlePage) -> dict[str, str]:
    journal = selectors.address(page.url_path.rstrip("/").rpartition("/")[0], page.language)
    name, slug = (page.author.name, page.author.slug) if page.author else ("", "")
    return {"@type": "Person", "name": name, "url": f"{settings.SITE_URL}{journal}authors/{slug}/"}
