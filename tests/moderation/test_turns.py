"""A moderator goes from one waiting listing to the next, and sees on each page what moved."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from marketplace.accounts.models import User
from marketplace.core import clock
from marketplace.moderation.desks import Turn, turn
from marketplace.projects import services, transitions
from marketplace.projects.gallery import MediaChange
from marketplace.projects.models import Project, ProjectStanding
from marketplace.specialists import services as profiles
from tests.cast import picture_of, profile_of, project_of
from tests.specialists.cast import published

pytestmark = pytest.mark.django_db


def review(project: Project) -> str:
    return reverse("moderation_review", args=["project", project.pk])


@pytest.fixture
def waiting(sam: User) -> list[Project]:
    """Three projects that wait, the first for three days."""
    profile = profile_of(sam)
    projects = [project_of(profile, title=f"Kitchen {number}", state="draft") for number in (1, 2, 3)]
    for days, project in zip((3, 2, 1), projects, strict=True):
        services.update(project.pk, by=sam, fields={"story": "Oak from the mountains, oiled by hand. " * 5})
        transitions.submit(project.pk, by=sam)
        moment = clock.now() - timedelta(days=days)
        ProjectStanding.objects.filter(project=project).update(submitted_at=moment)
    return projects


def approve(desk: Client, project: Project) -> str:
    """Where the moderator is sent after the decision."""
    draft = ProjectStanding.objects.get(project=project).draft_id
    answer = desk.post(review(project), {"action": "approve", "revision": str(draft)})
    assert ProjectStanding.objects.get(project=project).state == "published"
    return str(answer["Location"])


def test_a_decision_leads_to_the_next_and_after_the_last_to_the_first_that_was_left(
    desk: Client, waiting: list[Project]
) -> None:
    first, second, third = waiting
    assert approve(desk, second) == review(third)
    assert approve(desk, third) == review(first)
    assert approve(desk, first) == reverse("moderation_queue")


def test_the_page_says_which_of_how_many_it_is_and_leads_on(desk: Client, waiting: list[Project]) -> None:
    first, second, _third = waiting
    html = desk.get(review(second)).content.decode()
    assert "2 of 3" in html
    assert '<a href="#decide">To the decision</a>' in html
    assert '<h2 id="decide" tabindex="-1">' in html
    assert f'<a href="{review(waiting[2])}">Next, without deciding</a>' in html
    approve(desk, first)
    assert "1 of 2" in desk.get(review(second)).content.decode()


def test_what_does_not_wait_has_no_place(desk: Client, waiting: list[Project], sam: User) -> None:
    done = project_of(waiting[0].specialist, title="Done")
    assert turn("project", done.pk, None) == Turn(0, 3, ("project", waiting[0].pk))
    html = desk.get(review(done)).content.decode()
    assert "Next, without deciding" not in html
    assert "To the decision" in html


def test_another_order_and_another_cover_are_marked(desk: Client, sam: User) -> None:
    project = project_of(profile_of(sam), photos=4)
    one, two, three, four = [photo.asset for photo in project.photos.order_by("position")]
    assert all(not photo["is_moved"] for photo in desk.get(review(project)).context["photos"])
    order = [asset.public_id for asset in (four, one, two, three)]
    services.update(project.pk, by=sam, fields={}, change=MediaChange(order=order))
    page = desk.get(review(project))
    marks = [(photo["photo"].key, photo["is_moved"], photo["is_new_cover"]) for photo in page.context["photos"]]
    assert marks == [(four.pk, True, True), (one.pk, False, False), (two.pk, False, False), (three.pk, False, False)]
    assert "new cover" in page.content.decode()
    assert "moved" not in page.content.decode().partition("Pictures")[2]


def test_a_photo_more_at_the_end_moves_nothing(desk: Client, sam: User) -> None:
    project = project_of(profile_of(sam), photos=2)
    services.update(project.pk, by=sam, fields={}, change=MediaChange(add=[picture_of(sam).public_id]))
    photos = desk.get(review(project)).context["photos"]
    assert [(one["mark"], one["is_moved"], one["is_new_cover"]) for one in photos] == [
        ("", False, False),
        ("", False, False),
        ("new", False, False),
    ]


def test_how_far_a_specialist_travels_is_read(desk: Client, sam: User, mona: User) -> None:
    profile = published(sam, mona)
    profiles.update(profile.pk, by=sam, fields={"radius_km": 90})
    rows = desk.get(reverse("moderation_review", args=["specialist", profile.pk])).context["rows"]
    assert [row.after for row in rows if row.label == "How far they travel, km"] == ["90"]


def test_the_profile_page_tells_years_of_experience(client: Client, sam: User) -> None:
    profile = profile_of(sam, years_experience=12)
    html = client.get(profile.get_absolute_url()).content.decode()
    assert "<dt>Experience</dt><dd>12 years</dd>" in html
