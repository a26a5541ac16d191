"""More files than a person may send: the pages say so, and what was typed stays."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from marketplace.accounts.models import User
from marketplace.media import images, rules
from marketplace.media.models import MediaAsset, UploadCount
from marketplace.projects.models import Project, ProjectPhoto
from tests.cast import picture_of, profile_of, project_of

UNUSED = "40 files that you sent within a day are not used yet."
TITLE = "Sage kitchen with an oak island"


@pytest.fixture
def project(sam: User) -> Project:
    return project_of(profile_of(sam), photos=2, state="draft")


@pytest.fixture
def tab(client: Client, sam: User) -> Client:
    client.force_login(sam)
    return client


@pytest.fixture(autouse=True)
def _nothing_is_decoded(monkeypatch: pytest.MonkeyPatch) -> None:
    def decode(*_args: object) -> None:
        pytest.fail("a file was decoded")

    monkeypatch.setattr(images, "_decoded", decode)


def picture(number: int = 1) -> SimpleUploadedFile:
    return SimpleUploadedFile(f"{number}.jpg", b"data", "image/jpeg")


def save(tab: Client, project: Project, photos: list[SimpleUploadedFile]) -> Any:
    context = tab.get(reverse("my_project", args=[project.public_id])).context
    form = {name: value for name, value in context["form"].initial.items() if value is not None}
    posted = {**form, "version": context["version"], "title": "Typed in the tab", "photos": photos}
    return tab.post(reverse("my_project", args=[project.public_id]), posted)


@pytest.mark.django_db
class TestTheEditor:
    def test_thirteen_files_are_refused_before_one_is_looked_at(self, tab: Client, project: Project) -> None:
        answer = save(tab, project, [picture(number) for number in range(13)])
        assert answer.status_code == 422
        assert "A project holds 1 to 12 photos; this would leave 13." in answer.content.decode()
        assert (MediaAsset.objects.count(), UploadCount.objects.count()) == (2, 0)

    def test_with_forty_files_unused_it_says_so_and_when_to_come_back(
        self, tab: Client, sam: User, project: Project
    ) -> None:
        for number in range(rules.UNUSED):
            picture_of(sam, number)
        answer = save(tab, project, [picture()])
        assert (answer.status_code, 86_000 < int(answer["Retry-After"]) <= 86_400) == (429, True)
        assert UNUSED in answer.content.decode()
        assert 'value="Typed in the tab"' in answer.content.decode()
        assert Project.objects.get(pk=project.pk).title == TITLE
        assert ProjectPhoto.objects.filter(project=project).count() == 2


@pytest.mark.django_db
def test_the_profiles_portrait_is_refused_in_the_same_way(tab: Client, sam: User, project: Project) -> None:
    for number in range(rules.UNUSED):
        picture_of(sam, number)
    answer = tab.post(reverse("my_profile_step", args=["avatar"]), {"file": picture()})
    assert (answer.status_code, 86_000 < int(answer["Retry-After"]) <= 86_400) == (429, True)
    assert UNUSED in answer.content.decode()
