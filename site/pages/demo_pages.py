"""The demo world's pages: its pictures, its articles and its home page. Run twice, they are the same."""

import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from django.utils.html import format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop
from wagtail.rich_text import RichText

from blog import pictures
from blog.models import ArticlePage, Author
from marketplace.core.errors import Invalid
from marketplace.media import decoder
from marketplace.media.images import SafeFile
from marketplace.media.models import SiteImage
from marketplace.projects.models import Project
from pages import tree
from pages.models import HomePage

HERO = "hero-living-2.webp"


def load_site_image(path: Path, title: str) -> SiteImage:
    """A WebP picture that came with the product as an editors' picture under this title, shown at once as it is.

    It is not encoded anew; its sizes are made in the background. Raises Invalid for any other format.
    """
    content = path.read_bytes()
    if decoder.open_image(content).format != "WEBP":
        raise Invalid(_("%(name)s is not WebP.") % {"name": path.name}, code="image_type")
    image: SiteImage | None = SiteImage.objects.filter(title=title).first()
    if image is None:
        image = SiteImage(title=title, file=SafeFile(content, name=path.name))
        image.save()
    pictures.stand_in(image)
    return image


def build_articles(folder: Path, projects: Mapping[str, Project]) -> list[ArticlePage]:
    """The articles of `articles.toml` in the folder, published, with pictures from `pictures/` beside it.

    What is there already stays as editors left it. `projects` are the demo's projects by key. Raises KeyError for a key
    that is not among them.
    """
    described = tomllib.loads((folder / "articles.toml").read_text(encoding="utf-8"))
    for author in described["authors"]:
        Author.objects.get_or_create(name=author["name"], defaults={"bio": author["bio"]})
    return [_article(one, folder / "pictures", projects) for one in described["articles"]]


def _article(described: dict[str, Any], folder: Path, projects: Mapping[str, Project]) -> ArticlePage:
    parent = tree.blog()
    known: ArticlePage | None = ArticlePage.objects.child_of(parent).filter(slug=described["slug"]).first()
    if known is not None:
        return known
    page = ArticlePage(slug=described["slug"])
    page.title, page.intro, page.date = described["title"], described["intro"], described["date"]
    page.language = described["language"]
    page.author = Author.objects.get(name=described["author"])
    hero = described["hero"]
    page.hero = load_site_image(folder / hero["file"], hero["alt"])
    page.body = [*(_block(one, folder) for one in described["body"]), *_shown(described, projects)]
    parent.add_child(instance=page)
    page.tags.set(described["tags"], clear=True)
    page.save_revision().publish()
    return page


def _block(described: dict[str, Any], folder: Path) -> tuple[str, Any]:
    kind = described["type"]
    if kind == "paragraph":
        return kind, RichText(paragraphs(described["text"]))
    if kind == "quote":
        return kind, {"text": described["text"], "by": described["by"]}
    if kind == "image":
        image = load_site_image(folder / described["file"], described["alt"])
        image.contextual_alt_text, image.decorative = described["alt"], False
        return kind, {"image": image, "caption": described.get("caption", "")}
    return kind, described["text"]


def paragraphs(text: str) -> str:
    """Plain text as rich text: an empty line parts paragraphs."""
    return format_html_join("", "<p>{}</p>", ((part.strip(),) for part in text.strip().split("\n\n")))


def _shown(described: dict[str, Any], projects: Mapping[str, Project]) -> list[tuple[str, Any]]:
    chosen = [projects[key] for key in described.get("projects", ())]
    title = {"ru": "Как это выглядит в жизни", "kk": "Өмірде қалай көрінеді"}.get(
        described["language"], "How it looks in real rooms"
    )
    return [("projects", {"title": title, "projects": chosen})] if chosen else []


def build_home(pictures_folder: Path, featured: Sequence[Project] = ()) -> HomePage:
    """The home page with all its sections, published; `featured` come first among the projects, five look best."""
    page = tree.home()
    page.hero_title = noop("Find the people who make good homes.")
    page.hero_lead = noop("Look through finished rooms, and meet the person behind the one you like.")
    page.hero_image = load_site_image(pictures_folder / HERO, "Living room in the evening")
    page.suggestions = [("words", words) for words in SUGGESTIONS]
    page.body = _sections(featured)
    page.save_revision().publish()
    return page


SUGGESTIONS = (
    noop("Small kitchen"),
    noop("Green bathroom"),
    noop("Home office"),
    noop("Walnut"),
    noop("Built-in storage"),
)
STEPS = [
    {
        "title": noop("Look at finished rooms"),
        "text": noop("Every picture belongs to a job that was done, with its city, its size and what it cost."),
    },
    {
        "title": noop("Keep what you like"),
        "text": noop("Save rooms and people in one list. Prices and sizes stay beside the pictures."),
    },
    {
        "title": noop("Meet the maker"),
        "text": noop(
            "Open the profile behind the room: other projects, services with prices, the area they travel to."
        ),
    },
]


def _sections(featured: Sequence[Project]) -> list[tuple[str, Any]]:
    words = noop("Every picture belongs to a finished job, with its price, its size and the people who did it.")
    return [
        ("categories", {"title": noop("Start with a room or a trade"), "text": ""}),
        (
            "projects",
            {"title": noop("Rooms worth stealing ideas from"), "text": words, "projects": list(featured), "number": 5},
        ),
        ("steps", {"title": noop("From a picture to a person"), "text": "", "steps": STEPS}),
        ("specialists", {"title": noop("Specialists people come back to"), "text": "", "number": 4}),
        ("call", _call()),
        ("articles", {"title": noop("After the dust has settled"), "text": "", "number": 3}),
    ]


def _call() -> dict[str, Any]:
    return {
        "kicker": noop("For specialists"),
        "title": noop("Your portfolio should find the clients for you."),
        "text": noop("Publish finished projects, and see what every view turns into."),
        "points": [
            noop("Up to twelve photos for each project"),
            noop("Services and prices on one page"),
            noop("Numbers by the day"),
        ],
        "link": {"label": noop("Open your studio"), "page": None, "path": "/accounts/signup/"},
    }
