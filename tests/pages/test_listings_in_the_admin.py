"""Editors find projects and specialists in the admin, and take what they found along as a table."""

import csv
import io
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from marketplace.accounts import groups, services, staff
from marketplace.accounts.models import User
from marketplace.catalog.models import Category
from marketplace.core import clock
from marketplace.projects.models import ProjectStanding
from pages.models import HomePage
from tests.accounts.conftest import PASSWORD, sign_in  # noqa: F401 - a fixture
from tests.cast import kitchens, profile_of, project_of


@pytest.fixture
def edna(home: HomePage, sign_in: Callable[[User], Client]) -> Client:  # noqa: F811
    """An editor in the admin, second factor shown."""
    groups.sync()
    secret = staff.demo_secret("editor")
    return sign_in(services.make_person("edna@example.com", "Edna", PASSWORD, groups=["editor"], totp_secret=secret))


def rows(client: Client, address: str, **asked: Any) -> list[dict[str, str]]:
    answer = client.get(reverse(address), {**asked, "export": "csv"})
    return list(csv.DictReader(io.StringIO(b"".join(answer).decode())))  # type: ignore[arg-type]


def titles(client: Client, **asked: Any) -> set[str]:
    return {row["Title"] for row in rows(client, "projects:index", **asked)}


def test_projects_are_found_by_category_with_those_below_by_state_and_by_day(edna: Client, sam: User) -> None:
    specialist = profile_of(sam)
    making = Category.objects.create(slug="kitchen-making", name_en="Kitchen making", parent=kitchens())
    baths = Category.objects.create(slug="bathrooms", name_en="Bathrooms")
    project_of(specialist, title="Walnut kitchen", category=making)
    project_of(specialist, title="Green bath", category=baths)
    old = project_of(specialist, title="Old kitchen", state="hidden")
    ProjectStanding.objects.filter(project=old).update(published_at=clock.now() - timedelta(days=40))
    assert titles(edna, category=kitchens().pk) == {"Walnut kitchen", "Old kitchen"}
    assert titles(edna, category=baths.pk) == {"Green bath"}
    assert titles(edna, state="hidden") == {"Old kitchen"}
    since = (clock.now() - timedelta(days=30)).date().isoformat()
    assert titles(edna, published_from=since) == {"Walnut kitchen", "Green bath"}
    assert titles(edna, q="walnut") == {"Walnut kitchen"}


def test_specialists_are_found_by_what_they_do(edna: Client, sam: User, eve: User) -> None:
    making = Category.objects.create(slug="kitchen-making", name_en="Kitchen making", parent=kitchens())
    maker = profile_of(sam)
    maker.categories.add(making)
    maker.save()
    profile_of(eve, kind="company")
    assert [row["Name"] for row in rows(edna, "specialists:index", category=kitchens().pk)] == ["Sam"]
    assert [row["Name"] for row in rows(edna, "specialists:index", kind="company")] == ["Eve"]
    html = edna.get(reverse("specialists:index"), {"category": making.pk}).content.decode()
    assert "Sam" in html
    assert "Eve" not in html.partition("<table")[2]


def test_what_was_found_is_a_table_with_headings_and_addresses(edna: Client, sam: User) -> None:
    project = project_of(profile_of(sam), title="=SUM(A1)")
    [row] = rows(edna, "projects:index")
    assert row["Title"] == "'=SUM(A1)"
    assert row["Address"] == project.get_absolute_url()
    assert (row["Cost from"], row["Area, m²"], row["State"]) == ("4200000.00", "22", "Published")
    book = edna.get(reverse("projects:index"), {"export": "xlsx"})
    sheet = load_workbook(io.BytesIO(b"".join(book))).active  # type: ignore[arg-type]
    assert sheet is not None
    assert [cell.value for cell in sheet[1]][:3] == ["Identifier", "Title", "State"]
    assert sheet.max_row == 2


@pytest.mark.parametrize("address", ["projects:index", "specialists:index"])
def test_a_list_costs_the_same_for_any_number(edna: Client, address: str) -> None:
    counts = []
    for number in (1, 3):
        for n in range(number):
            user = User.objects.create_user(f"m{number}{n}@example.com", "a long enough phrase", display_name=f"M {n}")
            project_of(profile_of(user), title=f"Bright kitchen {number} {n}")
        edna.get(reverse(address))
        with CaptureQueriesContext(connection) as seen:
            assert edna.get(reverse(address)).status_code == 200
        counts.append(len(seen))
    assert counts[0] == counts[1]


def test_an_editor_looks_and_decides_nothing(edna: Client, sam: User) -> None:
    project = project_of(profile_of(sam), title="Walnut kitchen", state="in_review")
    assert "Walnut kitchen" in edna.get(reverse("projects:index")).content.decode()
    review = reverse("moderation_review", args=["project", project.pk])
    assert edna.get(review).status_code == 200
    answer = edna.post(review, {"action": "approve"})
    assert answer.status_code in (302, 403)
    project.standing.refresh_from_db()
    assert project.standing.state == "in_review"
