"""The demo world's landing pages and the pages of its categories. What is there already stays as editors left it."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from wagtail.models import Page

from blog.models import ArticlePage
from marketplace.catalog.models import Category
from marketplace.projects.models import Project
from pages.demo_pages import load_site_image
from pages.demo_site import add
from pages.models import CategoryPage, LandingPage

Described = Mapping[str, Any]
SERVICES = "services"


def build_landings(described: Described, pictures: Path, projects: Mapping[str, Project]) -> int:
    """The landing pages of `landings.toml`, then the pages of categories, that are missing; how many were made.

    Raises KeyError for a project that is not among `projects`, which are the demo's by key.
    """
    made = sum(_landing(one, pictures, projects) for one in described["landings"])
    services = LandingPage.objects.get(slug=SERVICES)
    return made + sum(_category(one, services) for one in described["categories"])


def _landing(described: Described, pictures: Path, projects: Mapping[str, Project]) -> bool:
    if LandingPage.objects.filter(slug=described["slug"]).exists():
        return False
    plain = {key: described[key] for key in ("slug", "title", "lead", "language")}
    image = load_site_image(pictures / described["image"]["file"], described["image"]["alt"])
    body = [_section(one, projects) for one in described["sections"]]
    return add(LandingPage, **plain, image=image, body=body)


def _section(described: Described, projects: Mapping[str, Project]) -> tuple[str, dict[str, Any]]:
    """A section as the stream takes it: `projects` are chosen by key, a button is `label` and `path`."""
    kind = described["type"]
    value = {key: words for key, words in described.items() if key not in ("type", "label", "path")}
    if kind == "projects":
        value |= {"projects": [projects[key] for key in described["projects"]], "number": 5}
    if kind == "call":
        value["link"] = {"label": described["label"], "page": None, "path": described["path"]}
    return kind, value


def _category(described: Described, above: Page) -> bool:
    category = Category.objects.get(slug=described["category"])
    intros = {f"intro_{language}": described[f"intro_{language}"] for language in ("en", "ru", "kk")}
    articles = {page.slug: page for page in ArticlePage.objects.filter(slug__in=described.get("guides", ()))}
    return add(
        CategoryPage,
        above,
        slug=category.slug,
        title=category.name_en,
        category=category,
        questions=[("question", one) for one in described.get("questions", ())],
        guides=[("article", articles[slug]) for slug in described.get("guides", ())],
        **intros,
    )
