"""The demo world, built once: people, profiles, projects, what waits for moderators, what visitors did, the index."""

from collections.abc import Callable, Sequence
from typing import Any

from django.db import models, transaction
from wagtail.search.backends import get_search_backend

from blog.models import ArticlePage
from marketplace.accounts.models import User
from marketplace.catalog.models import Category, City
from marketplace.catalog.services import load
from marketplace.projects.models import Project
from marketplace.specialists.models import SpecialistProfile
from pages import tree
from pages.demo_landings import build_landings
from pages.demo_pages import build_articles, build_home
from pages.demo_site import build_brand, build_texts
from pages.world import activity, days, people, portfolio, profiles, waiting
from pages.world.keys import chance, public_id
from pages.world.source import FOLDER, PICTURES, Row, read
from search import indexing
from search.documents import KINDS

Say = Callable[[str], None]
# The first rooms of the home page, of as many kinds and colours as five can be.
FEATURED = ("sage-flat-almaty", "five-blues-kitchen", "green-brick-bath", "emerald-lounge", "winter-wheat-bedroom")


@transaction.atomic
def build(say: Say) -> None:
    """Make what is missing of the demo world, all of it or nothing; what is there stays as people have changed it."""
    projects, specialists = read("projects")["projects"], read("specialists")["specialists"]
    clients, unpublished = read("clients")["clients"], read("unpublished")
    new_people = _make_people(clients, specialists, unpublished["specialists"], days.joined(specialists, projects))
    say(f"catalogue and {new_people} people")
    owners = people.accounts(specialists)
    new_profiles = profiles.make_profiles(specialists, owners, days.joined(specialists, projects))
    say(f"{len(new_profiles)} specialists")
    new_projects = portfolio.make_projects(projects, days.published(projects), _now_and_then(say))
    say(f"{len(new_projects)} projects")
    say(f"{_make_waiting(unpublished, owners)} things that moderators and owners see")
    if new_projects or new_profiles:
        _live(list(people.accounts(clients).values()), new_projects, new_profiles)
        say("sixty days of visitors")
        _index(new_projects, new_profiles)
        say("search index and its words")
    say(f"{_make_pages()} pages")


def _now_and_then(say: Say) -> portfolio.Progress:
    """A line for every fifty pictures or so."""
    said = 0

    def progress(done: int, total: int) -> None:
        nonlocal said
        if done - said >= 50 or done == total:
            said = done
            say(f"{done} of {total} pictures")

    return progress


def _make_people(clients: list[Row], specialists: list[Row], newcomers: list[Row], joined: dict[str, int]) -> int:
    if not _has_catalogue():
        load(FOLDER)
    since = {row["key"]: chance("client", row["key"]).randint(70, days.SPREAD) for row in [*clients, *newcomers]}
    everybody = [*clients, *specialists, *newcomers]
    return people.make_staff() + people.make_accounts(everybody, {**since, **joined})


def _has_catalogue() -> bool:
    wanted = {row["slug"] for row in read("cities")["cities"]}
    return bool(Category.objects.exists()) and wanted <= set(City.objects.values_list("slug", flat=True))


def _make_waiting(unpublished: dict[str, list[Row]], owners: dict[str, User]) -> int:
    moderator = User.objects.get(email=f"moderator@{people.DOMAIN}")
    return (
        waiting.make_projects(unpublished["projects"], owners, moderator=moderator)
        + waiting.change_projects(unpublished["changes"], owners)
        + waiting.make_profiles(unpublished["specialists"], people.accounts(unpublished["specialists"]))
    )


def _make_pages() -> int:
    """Articles, home page, texts and menus, unless they were made before: editors go on from there."""
    articles = read("articles")["articles"]
    written = ArticlePage.objects.filter(slug__in=[row["slug"] for row in articles]).count()
    keys = {public_id("project", row["key"]): row["key"] for row in read("projects")["projects"]}
    shown = {keys[one.public_id]: one for one in Project.objects.filter(public_id__in=keys)}
    if written < len(articles):
        build_articles(FOLDER, shown)
    is_bare = not tree.home().body
    if is_bare:
        build_home(PICTURES, [shown[key] for key in FEATURED])
    texts = read("texts")
    made = build_texts(texts) + build_landings(read("landings"), PICTURES, shown) + build_brand(texts)
    return len(articles) - int(written) + int(is_bare) + made


def _live(clients: list[User], projects: Sequence[Project], specialists: Sequence[SpecialistProfile]) -> None:
    clients.sort(key=lambda client: client.email)
    activity.save_for_later(clients, projects, specialists)
    activity.look(projects, specialists)


def _index(projects: Sequence[Project], specialists: Sequence[SpecialistProfile]) -> None:
    """Discovery's index, and Wagtail's own for the admin: rows written in bulk tell neither."""
    for kind in KINDS:
        for _last in indexing.rebuild(kind):
            pass
    indexing.recount()
    backend: Any = get_search_backend()
    for model, things in ((Project, projects), (SpecialistProfile, specialists)):
        _add(backend, model, things)


def _add(backend: Any, model: type[models.Model], things: Sequence[models.Model]) -> None:
    if things:
        backend.get_index_for_model(model).add_items(model, list(things))
