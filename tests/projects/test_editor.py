"""The editor in the browser: nothing is lost that the person did not take away."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from marketplace.accounts.models import User
from marketplace.projects import services, views
from marketplace.projects.gallery import MediaChange, PhotoText
from marketplace.projects.limits import ALT_LONGEST
from marketplace.projects.models import Project, ProjectPhoto
from tests.cast import picture_of, profile_of, project_of

STALE = "This project was changed elsewhere while you were editing."


@pytest.fixture
def project(sam: User) -> Project:
    return project_of(profile_of(sam), photos=2, state="draft")


@pytest.fixture
def tab(client: Client, sam: User) -> Client:
    client.force_login(sam)
    return client


def photos(project: Project) -> list[str]:
    rows = ProjectPhoto.objects.filter(project=project).order_by("position")
    return list(rows.values_list("asset__public_id", flat=True))


def shown(tab: Client, project: Project) -> dict[str, Any]:
    """What the browser would post back of the editor as it is now."""
    context = tab.get(reverse("my_project", args=[project.public_id])).context
    form = {name: value for name, value in context["form"].initial.items() if value is not None}
    alts = {f"media_alt_{photo['id']}": photo["alt"] for photo in context["photos"]}
    return {**form, **alts, "version": context["version"], "media_order": [one["id"] for one in context["photos"]]}


def save(tab: Client, project: Project, posted: dict[str, Any]) -> Any:
    return tab.post(reverse("my_project", args=[project.public_id]), posted)


@pytest.mark.django_db
def test_costs_are_shown_as_they_were_typed(tab: Client, project: Project) -> None:
    Project.objects.filter(pk=project.pk).update(cost_from_minor=190_000_000, cost_to_minor=230_000_050)
    page = tab.get(reverse("my_project", args=[project.public_id])).content.decode()
    assert re.findall(r'name="cost_\w+" value="([^"]*)"', page) == ["1900000", "2300000.5"]


@pytest.mark.django_db
class TestAStaleTab:
    def test_a_photo_added_from_the_phone_stays(self, tab: Client, sam: User, project: Project) -> None:
        posted = shown(tab, project)
        new = picture_of(sam, 9).public_id
        services.update(project.pk, by=sam, fields={}, change=MediaChange(add=[new]))
        before = photos(project)
        answer = save(tab, project, {**posted, "title": "Typed in the tab"})
        assert (answer.status_code, photos(project)) == (422, before)
        assert Project.objects.get(pk=project.pk).title == "Sage kitchen with an oak island"
        assert STALE in answer.content.decode()

    def test_what_was_typed_is_still_there_and_is_saved_the_second_time(
        self, tab: Client, sam: User, project: Project
    ) -> None:
        posted = shown(tab, project)
        first, second = photos(project)
        new, staged = picture_of(sam, 8).public_id, picture_of(sam, 9).public_id
        services.update(project.pk, by=sam, fields={}, change=MediaChange(add=[new]))
        typed = {"title": "Typed in the tab", f"media_alt_{first}": "The oven", "media_order": [staged, second, first]}
        answer = save(tab, project, {**posted, **typed})
        again = answer.context
        assert 'value="Typed in the tab"' in answer.content.decode()
        assert [(one["id"], one["alt"]) for one in again["photos"]] == [
            (staged, ""),
            (second, ""),
            (first, "The oven"),
            (new, ""),
        ]
        order = [one["id"] for one in again["photos"]]
        answer = save(tab, project, {**posted, **typed, "version": again["version"], "media_order": order})
        assert answer.status_code == 302
        assert photos(project) == [staged, second, first, new]
        assert ProjectPhoto.objects.get(asset__public_id=first).alt == "The oven"

    @pytest.mark.parametrize("version", ["", "abc", "9" * 40, "-1"])
    def test_a_version_that_was_never_shown_is_an_old_one(self, tab: Client, project: Project, version: str) -> None:
        answer = save(tab, project, {**shown(tab, project), "version": version, "title": "Never seen"})
        assert answer.status_code == 422
        assert Project.objects.get(pk=project.pk).title == "Sage kitchen with an oak island"

    def test_an_error_elsewhere_does_not_make_the_tab_fresh(self, tab: Client, sam: User, project: Project) -> None:
        posted = shown(tab, project)
        services.update(project.pk, by=sam, fields={"title": "From the phone"})
        answer = save(tab, project, {**posted, "title": "No"})
        assert (answer.status_code, answer.context["version"]) == (422, posted["version"])


@pytest.mark.django_db
class TestPhotosInARefusedForm:
    def test_a_photo_taken_away_stays_away_and_one_just_sent_stays(
        self, tab: Client, sam: User, project: Project
    ) -> None:
        posted = shown(tab, project)
        staged, kept = picture_of(sam, 9).public_id, photos(project)[1]
        answer = save(tab, project, {**posted, "title": "No", "media_order": [staged, kept]})
        assert [one["id"] for one in answer.context["photos"]] == [staged, kept]

    def test_a_tick_stays(self, tab: Client, project: Project) -> None:
        gone = photos(project)[0]
        answer = save(tab, project, {**shown(tab, project), "title": "No", "media_remove": [gone]})
        assert [one["is_ticked"] for one in answer.context["photos"]] == [True, False]

    def test_a_strangers_upload_is_not_shown(self, tab: Client, eve: User, project: Project) -> None:
        posted, theirs = shown(tab, project), picture_of(eve).public_id
        answer = save(tab, project, {**posted, "title": "No", "media_order": [theirs, *posted["media_order"]]})
        assert [one["id"] for one in answer.context["photos"]] == photos(project)


@pytest.mark.django_db
class TestTexts:
    def test_a_caption_survives_a_save(self, tab: Client, sam: User, project: Project) -> None:
        first, _second = photos(project)
        texts = {first: PhotoText("The oven", "Day 1")}
        services.update(project.pk, by=sam, fields={}, change=MediaChange(texts=texts))
        assert save(tab, project, {**shown(tab, project), f"media_alt_{first}": "A new oven"}).status_code == 302
        photo = ProjectPhoto.objects.get(asset__public_id=first)
        assert (photo.alt, photo.caption) == ("A new oven", "Day 1")

    def test_a_call_with_an_alt_alone_leaves_the_caption_and_the_other_way_round(
        self, tab: Client, sam: User, project: Project
    ) -> None:
        first, second = photos(project)
        texts = {one: PhotoText("The oven", "Day 1") for one in (first, second)}
        services.update(project.pk, by=sam, fields={}, change=MediaChange(texts=texts))
        sent = {"media_texts": {first: {"alt": "A new oven"}, second: {"caption": "Day 2"}}}
        address = f"/api/v1/projects/{project.public_id}/"
        assert tab.patch(address, sent, content_type="application/json").status_code == 200
        rows = ProjectPhoto.objects.filter(project=project).order_by("position")
        assert [(photo.alt, photo.caption) for photo in rows] == [("A new oven", "Day 1"), ("The oven", "Day 2")]

    def test_a_title_does_not_become_what_is_seen(self, tab: Client, project: Project) -> None:
        posted = shown(tab, project)
        assert [posted[f"media_alt_{one}"] for one in photos(project)] == ["", ""]
        save(tab, project, posted)
        assert set(ProjectPhoto.objects.filter(project=project).values_list("alt", flat=True)) == {""}

    def test_the_owner_reads_what_is_stored_and_the_public_the_title(self, tab: Client, project: Project) -> None:
        photo = tab.get(f"/api/v1/projects/{project.public_id}/draft/").json()["photos"][0]
        assert photo["alt"] == ""
        public = project_of(project.specialist)
        photo = Client().get(f"/api/v1/projects/{public.public_id}/").json()["photos"][0]
        assert photo["alt"] == "Sage kitchen with an oak island"

    @pytest.mark.parametrize("text", ["a" * (ALT_LONGEST + 1), "a\x00b"])
    def test_a_text_that_cannot_be_kept_is_refused_and_not_cut(self, tab: Client, project: Project, text: str) -> None:
        first = photos(project)[0]
        answer = save(tab, project, {**shown(tab, project), f"media_alt_{first}": text, "title": "Not kept"})
        assert answer.status_code == 422
        assert Project.objects.get(pk=project.pk).title == "Sage kitchen with an oak island"
        assert ProjectPhoto.objects.get(asset__public_id=first).alt == ""

    def test_the_length_is_the_same_everywhere(self, tab: Client, project: Project) -> None:
        page = tab.get(reverse("my_project", args=[project.public_id])).content.decode()
        assert page.count(f'maxlength="{ALT_LONGEST}"') == 3
        assert ProjectPhoto._meta.get_field("alt").max_length == ALT_LONGEST

    @pytest.mark.parametrize("order", ["a\x00b", "' or 1", "z" * 500])
    def test_what_is_no_id_is_not_looked_for(self, tab: Client, project: Project, order: str) -> None:
        posted = shown(tab, project)
        posted["media_order"] = [order, *posted["media_order"]]
        assert save(tab, project, posted).status_code == 302
        assert len(photos(project)) == 2


@pytest.mark.django_db
class TestWhatMayBeDone:
    def act(self, tab: Client, project: Project, action: str) -> Any:
        return tab.post(reverse("my_project_action", args=[project.public_id, action]))

    def test_what_nobody_can_do_is_not_found(self, tab: Client, project: Project) -> None:
        assert self.act(tab, project, "polish").status_code == 404
        assert Project.objects.get(pk=project.pk).standing.state == "draft"

    def test_a_bug_in_what_can_be_done_is_no_missing_page(
        self, tab: Client, project: Project, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def submit(project_id: int, *, by: User) -> None:
            raise KeyError("cover")

        monkeypatch.setitem(views.ACTIONS, "submit", (submit, "Sent."))
        with pytest.raises(KeyError, match="cover"):
            self.act(tab, project, "submit")

    def test_after_deletion_the_others_are_shown(self, tab: Client, project: Project) -> None:
        answer = self.act(tab, project, "delete")
        assert (answer.status_code, answer["Location"]) == (302, reverse("my_projects"))
        assert not Project.objects.filter(pk=project.pk).exists()
        assert "The project is deleted." in tab.get(reverse("my_projects")).content.decode()

    def test_a_public_one_is_not_deleted(self, tab: Client, project: Project) -> None:
        public = project_of(project.specialist)
        answer = self.act(tab, public, "delete")
        assert answer["Location"] == reverse("my_project", args=[public.public_id])
        assert Project.objects.filter(pk=public.pk).exists()
