"""Reading costs the same few statements for one row as for twenty-four, and what has not changed is not sent again."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from marketplace.accounts.models import User
from marketplace.analytics.models import Tally
from marketplace.catalog import vocabulary
from marketplace.catalog.models import Category
from marketplace.media.models import Rendition
from marketplace.specialists.models import SpecialistProfile, SpecialistRating
from search import indexing
from tests.api.world import World, build
from tests.cast import profile_of, project_of

LISTS = {"/api/v1/projects/": 3, "/api/v1/specialists/": 3}
# Who is asking: the session and the person of whoever is signed in.
KNOWING_WHO = 2


@pytest.fixture
def world(db: None) -> World:
    return build()


def caller(user: User | None) -> Client:
    client = Client()
    if user:
        client.force_login(user)
    return client


def statements(client: Client, path: str) -> int:
    """How many it takes once the catalogue is in memory."""
    client.get(path)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert client.get(path).status_code == 200
    return len(asked)


def more(world: World, number: int) -> None:
    """That many more of each kind, found by search."""
    for count in range(number):
        user = User.objects.create_user(f"more{count}@example.com", display_name=f"More {count}")
        project_of(profile_of(user), title=f"Sage kitchen, number {count}")
    for kind in ("project", "specialist"):
        list(indexing.rebuild(kind))


@pytest.mark.parametrize("path", LISTS)
@pytest.mark.parametrize("who", [None, "clara"])
def test_a_list_takes_as_many_statements_for_one_row_as_for_twenty_four(
    world: World, path: str, who: str | None
) -> None:
    client = caller(world.clara if who else None)
    assert len(client.get(path).json()["results"]) == 1
    for_one = statements(client, path)
    more(world, 23)
    assert len(client.get(path).json()["results"]) == 24
    assert statements(client, path) == for_one
    assert for_one - (KNOWING_WHO if who else 0) <= LISTS[path]


@pytest.mark.parametrize("who", [None, "clara"])
def test_one_thing_takes_four_statements_for_one_photo_and_for_twelve(world: World, who: str | None) -> None:
    client = caller(world.clara if who else None)
    paths = [
        *(f"/api/v1/projects/{project_of(world.profile, photos=count).public_id}/" for count in (1, 12)),
        *(f"/api/v1/specialists/{profile.public_id}/" for profile in (world.profile, profile_of(world.clara))),
    ]
    counts = [statements(client, path) - (KNOWING_WHO if who else 0) for path in paths]
    assert counts[0] == counts[1] <= 4
    assert max(counts[2:]) <= 4


@pytest.mark.parametrize("kind", ["projects", "specialists"])
def test_what_the_caller_has_is_not_sent_again_until_it_changes(world: World, kind: str) -> None:
    client, own = caller(world.clara), {"projects": world.projects["published"], "specialists": world.profile}[kind]
    for path in (f"/api/v1/{kind}/", f"/api/v1/{kind}/{own.public_id}/"):
        etag = client.get(path).headers["ETag"]
        again = client.get(path, headers={"If-None-Match": f'"other", {etag}'})
        assert (again.status_code, again.content, again.headers["ETag"]) == (304, b"", etag)
        assert client.put(f"/api/v1/{kind}/{own.public_id}/favourite/").status_code == 200
        cache.clear()
        changed = client.get(path, headers={"If-None-Match": etag})
        assert changed.status_code == 200
        assert changed.headers["ETag"] != etag
        assert client.delete(f"/api/v1/{kind}/{own.public_id}/favourite/").status_code == 200


def everything_else(world: World) -> dict[str, Callable[[], object]]:
    """What an answer about a project says beside the project's own words, each changed."""
    project, tallies = world.projects["published"], Tally.objects.all()
    size: dict[str, Any] = {"width": 960, "height": 720, "file": "renditions/a.webp", "bytes": 1000}
    return {
        "visits": lambda: tallies.update(to_profile=77),
        "views": lambda: tallies.update(views=78),
        "rating": lambda: SpecialistRating.objects.update_or_create(
            specialist=project.specialist, defaults={"average": "3.50", "count": 9}
        ),
        "sizes": lambda: Rendition.objects.create(
            asset=project.photos.get(position=1).asset, name="full960", format="webp", **size
        ),
        "name": lambda: SpecialistProfile.objects.update(name="Samuel Fitter"),
        "category": lambda: Category.objects.update(name_en="Kitchens and bars"),
    }


@pytest.mark.parametrize("what", ["visits", "views", "rating", "sizes", "name", "category"])
def test_a_project_is_sent_again_whatever_of_it_has_changed(world: World, what: str) -> None:
    client, path = caller(world.clara), f"/api/v1/projects/{world.projects['published'].public_id}/"
    before = client.get(path)
    everything_else(world)[what]()
    vocabulary.forget()
    after = client.get(path, headers={"If-None-Match": before.headers["ETag"]})
    assert after.status_code == 200
    assert after.json() != before.json()


def test_a_change_made_on_what_was_read_before_another_change_is_refused(world: World) -> None:
    client = caller(world.sam)
    path = f"/api/v1/projects/{world.projects['draft'].public_id}/"
    read = client.get(path).headers["ETag"]
    first = client.patch(path, {"title": "The first title"}, "application/json", headers={"If-Match": read})
    assert first.status_code == 200
    late = client.patch(path, {"title": "The second title"}, "application/json", headers={"If-Match": read})
    assert (late.status_code, late.json()["code"]) == (412, "stale")
    assert client.get(path).json()["title"] == "The first title"
    newest = first.headers["ETag"]
    assert client.patch(path, {"summary": "Yes."}, "application/json", headers={"If-Match": newest}).status_code == 200
    assert client.patch(path, {"summary": "Any."}, "application/json", headers={"If-Match": "*"}).status_code == 200
    wrong = client.patch(path, {"summary": "No."}, "application/json", headers={"If-Match": "rubbish"})
    assert (wrong.status_code, wrong.json()["code"]) == (422, "bad_etag")
    assert client.get(path).json()["summary"] == "Any."
