"""The demo's pages: run twice, they are the same."""

import tomllib
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest

from blog.models import ArticlePage
from marketplace.accounts.models import User
from marketplace.media.models import SiteImage
from pages import demo_pages
from pages.models import HomePage
from tests.cast import profile_of, project_of

FOLDER = Path(__file__).parents[2] / "site/pages/demo"


@pytest.fixture
def _own_media(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.mark.usefixtures("_own_media")
def test_the_pages_are_built_once_and_are_the_same_the_second_time(home: HomePage, sam: User) -> None:
    described = tomllib.loads((FOLDER / "articles.toml").read_text(encoding="utf-8"))["articles"]
    project = project_of(profile_of(sam))
    projects = defaultdict(lambda: project)
    first = contents(demo_pages.build_articles(FOLDER, projects), demo_pages.build_home(FOLDER / "pictures", [project]))
    images = SiteImage.objects.count()
    again = contents(demo_pages.build_articles(FOLDER, projects), demo_pages.build_home(FOLDER / "pictures", [project]))
    assert [page["slug"] for page in first[:-1]] == [one["slug"] for one in described]
    assert [page["language"] for page in first[:-1]] == [one["language"] for one in described]
    assert again == first
    assert (SiteImage.objects.count(), ArticlePage.objects.count()) == (images, len(described))


def contents(articles: list[ArticlePage], home: HomePage) -> list[dict[str, Any]]:
    """What the pages say, without what every run gives anew."""
    said = [
        {
            "slug": page.slug,
            "title": page.title,
            "language": page.language,
            "author": str(page.author),
            "hero": page.hero_id,
            "tags": sorted(page.tags.names()),
            "live": page.live,
            "body": [str(part) for part in page.body],
        }
        for page in articles
    ]
    return [*said, {"hero": home.hero_image_id, "body": [part.block_type for part in home.body], "live": home.live}]
