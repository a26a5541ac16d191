"""What a project says is said everywhere: a field that one place forgets is lost there without a sound."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from marketplace.accounts.models import User
from marketplace.catalog.models import RoomType, Style
from marketplace.projects import details, selectors
from marketplace.projects.api.serializers import ProjectDetail, ProjectIn
from marketplace.projects.api.views import ProjectParser
from marketplace.projects.desk import ProjectDesk
from marketplace.projects.forms import ProjectForm
from marketplace.projects.models import Project
from tests.cast import profile_of, project_of

FIELDS = set(ProjectForm.base_fields)
OPTIONAL: dict[str, Any] = {"duration_days": 12, "completed_on": "2026-05-01", "area_m2": 22}
# How the public page says each of them.
SAID = {"duration_days": "12", "completed_on": "May 2026", "area_m2": "22"}


@pytest.fixture
def project(sam: User) -> Project:
    return project_of(profile_of(sam), state="draft", **OPTIONAL)


def inputs() -> dict[str, Any]:
    """The API's fields that are not about files."""
    return {name: one for name, one in ProjectIn().fields.items() if not name.startswith(("media_", "documents_"))}


def test_the_api_takes_what_the_editor_takes() -> None:
    assert set(inputs()) == FIELDS


def test_what_may_be_emptied_may_be_emptied_in_a_form_as_well() -> None:
    assert {name for name, one in inputs().items() if one.allow_null} == ProjectParser.nullable


def test_the_api_tells_what_the_editor_takes() -> None:
    """The lowest cost is `price` there, as lists have it."""
    assert (FIELDS - {"cost_from"} | {"price"}) - set(ProjectDetail().fields) == set()


@pytest.mark.django_db
class TestOfOneProject:
    def test_the_editor_begins_with_everything_that_was_said(self, project: Project) -> None:
        said = ProjectForm.said_by(project)
        assert set(said) == FIELDS
        assert {name: str(said[name]) for name in OPTIONAL} == {name: str(value) for name, value in OPTIONAL.items()}

    def test_the_editor_shows_every_field_or_saving_would_empty_it(
        self, client: Client, sam: User, project: Project
    ) -> None:
        RoomType.objects.create(slug="den", name_en="Den")
        Style.objects.create(slug="loft", name_en="Loft")
        client.force_login(sam)
        page = client.get(reverse("my_project", args=[project.public_id])).content.decode()
        shown = set(re.findall(r'name="(\w+)"', page))
        assert FIELDS - shown == set()

    def test_moderators_read_every_field_before_they_decide(self, project: Project) -> None:
        labels = {str(field.label) for field in ProjectForm.base_fields.values()} - {"Cost from", "Cost to"}
        assert labels - {label for label, _value in ProjectDesk().fields(project)} == set()

    def test_the_page_and_the_api_get_the_same(self, sam: User) -> None:
        public = selectors.public(project_of(profile_of(sam)).public_id, sam)
        assert public is not None
        assert FIELDS - {"cost_from"} - set(details.detail(public)) == set()

    def test_the_public_page_says_every_optional_field(self, client: Client, sam: User) -> None:
        public = project_of(profile_of(sam), **OPTIONAL)
        page = client.get(public.get_absolute_url()).content.decode()
        facts = re.findall(r"<(?:dd|p)\b[^>]*>(.*?)</(?:dd|p)>", page, re.DOTALL)
        assert SAID.keys() == OPTIONAL.keys()
        assert {name: any(said in fact for fact in facts) for name, said in SAID.items()} == dict.fromkeys(SAID, True)
