"""Plans and documents of a project: a part of it as photos are, and only ever a download."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from django.urls import reverse
from pytest_django import Settings

from marketplace.accounts.models import User
from marketplace.audit.models import Event
from marketplace.core.errors import Invalid, NotFound
from marketplace.media import services as media
from marketplace.media.models import MediaAsset
from marketplace.projects import services, transitions
from marketplace.projects.gallery import MediaChange
from marketplace.projects.limits import DOCUMENTS_MAX
from marketplace.projects.models import Project, ProjectDocument
from tests.cast import at_once, picture_of, profile_of, project_of
from tests.media.corpus import HTML, PDF, jpeg
from tests.media.test_documents import word

SignIn = Callable[[User], Client]


@pytest.fixture(autouse=True)
def root(tmp_path: Path, settings: Settings) -> None:
    settings.MEDIA_ROOT = str(tmp_path / "media")


@pytest.fixture
def draft(sam: User) -> Project:
    return project_of(profile_of(sam), state="draft")


@pytest.fixture
def public(sam: User) -> Project:
    return project_of(profile_of(sam))


@pytest.fixture
def signed_in() -> SignIn:
    def browser(user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return browser


def file(name: str = "plan.pdf", data: bytes = PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


def plan(user: User, name: str = "plan.pdf") -> MediaAsset:
    return media.accept_document(file(name), uploader=user)


def add(project: Project, user: User, *assets: MediaAsset, **titles: str) -> None:
    change = MediaChange(documents_add=[one.public_id for one in assets], titles=titles)
    services.update(project.pk, by=user, fields={}, change=change)


def take_away(project: Project, user: User, asset: MediaAsset) -> None:
    services.update(project.pk, by=user, fields={}, change=MediaChange(documents_delete=[asset.public_id]))


def kept(project: Project) -> list[str]:
    return list(ProjectDocument.objects.filter(project=project).values_list("asset__public_id", flat=True))


def approve(project: Project, mona: User) -> None:
    standing = Project.objects.get(pk=project.pk).standing
    transitions.approve(project.pk, revision_id=standing.draft_id or 0, by=mona)


def orphaned() -> list[int]:
    return list(Event.objects.filter(kind="media.orphaned").values_list("subject_id", flat=True))


def status(client: Client, asset: MediaAsset) -> int:
    return client.get(reverse("media:document", args=[asset.public_id, asset.original_name])).status_code


@pytest.mark.django_db
class TestADraft:
    def test_documents_come_and_go_in_their_order(self, sam: User, draft: Project) -> None:
        one, two, three = plan(sam), plan(sam), plan(sam)
        add(draft, sam, one, two)
        add(draft, sam, three)
        take_away(draft, sam, one)
        rows = ProjectDocument.objects.filter(project=draft)
        assert [(row.position, row.asset_id) for row in rows] == [(1, two.pk), (2, three.pk)]
        assert orphaned() == [one.pk]

    def test_a_new_project_comes_with_photos_and_documents(self, sam: User, draft: Project) -> None:
        asset = plan(sam)
        change = MediaChange(add=[picture_of(sam).public_id], documents_add=[asset.public_id])
        fields = {"title": "A kitchen in two days", "category": draft.category, "city": draft.city}
        assert kept(services.create(by=sam, fields=fields, change=change)) == [asset.public_id]

    def test_eleven_are_too_many_and_nothing_changes(self, sam: User, draft: Project) -> None:
        with pytest.raises(Invalid) as refusal:
            add(draft, sam, *(plan(sam) for _ in range(DOCUMENTS_MAX + 1)))
        assert (refusal.value.code, kept(draft), orphaned()) == ("document_count", [], [])

    def test_documents_of_others_pictures_and_unknown_ones_cannot_be_taken(
        self, sam: User, eve: User, draft: Project
    ) -> None:
        for asset in (plan(eve), picture_of(sam), MediaAsset(public_id="z" * 12)):
            with pytest.raises(NotFound):
                add(draft, sam, asset)
            with pytest.raises(NotFound):
                take_away(draft, sam, asset)
        assert kept(draft) == []

    def test_a_document_is_no_photo(self, sam: User, draft: Project) -> None:
        with pytest.raises(NotFound):
            services.update(draft.pk, by=sam, fields={}, change=MediaChange(add=[plan(sam).public_id]))

    def test_strangers_cannot_add_any(self, sam: User, eve: User, draft: Project) -> None:
        with pytest.raises(NotFound):
            add(draft, eve, plan(eve))
        assert kept(draft) == []


@pytest.mark.django_db
class TestAPublicProject:
    def test_a_document_waits_for_a_moderator_as_a_photo_does(self, sam: User, mona: User, public: Project) -> None:
        asset = plan(sam)
        add(public, sam, asset)
        assert kept(public) == []
        approve(public, mona)
        assert kept(public) == [asset.public_id]

    def test_documents_survive_the_approval_of_another_change(self, sam: User, mona: User, public: Project) -> None:
        first, second = plan(sam), plan(sam)
        add(public, sam, first)
        approve(public, mona)
        services.update(public.pk, by=sam, fields={"title": "With better light"})
        add(public, sam, second)
        services.update(public.pk, by=sam, fields={"summary": "Calm and light."})
        approve(public, mona)
        assert kept(public) == [first.public_id, second.public_id]
        assert orphaned() == []

    def test_one_taken_away_stays_public_until_the_approval_and_its_file_too(
        self, sam: User, mona: User, public: Project
    ) -> None:
        asset = plan(sam)
        add(public, sam, asset)
        approve(public, mona)
        take_away(public, sam, asset)
        media.remove(asset.pk)
        assert (kept(public), status(Client(), asset)) == ([asset.public_id], 200)
        approve(public, mona)
        assert (kept(public), media.remove(asset.pk)) == ([], True)
        assert set(orphaned()) == {asset.pk}

    def test_a_sweep_leaves_what_waits(self, sam: User, public: Project) -> None:
        asset = plan(sam)
        add(public, sam, asset)
        assert media.remove(asset.pk) is False

    def test_saying_nothing_new_asks_nobody(self, sam: User, mona: User, public: Project) -> None:
        asset = plan(sam)
        add(public, sam, asset)
        approve(public, mona)
        add(public, sam, asset)
        assert Project.objects.get(pk=public.pk).standing.submitted_at is None


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("state", ["draft", "published"])
def test_nine_documents_take_one_more_of_eight_at_once(sam: User, state: str) -> None:
    project = project_of(profile_of(sam), state=state)
    add(project, sam, *(plan(sam) for _ in range(DOCUMENTS_MAX - 1)))
    new = [plan(sam) for _ in range(8)]
    outcomes = at_once(*(lambda one=one: add(project, sam, one) for one in new))
    refused = [outcome for outcome in outcomes if isinstance(outcome, Invalid)]
    assert (len(refused), {one.code for one in refused}) == (7, {"document_count"})
    standing = Project.objects.get(pk=project.pk).standing
    content = standing.draft.as_object() if standing.draft else project
    assert [row.position for row in content.documents.all()] == list(range(1, DOCUMENTS_MAX + 1))


@pytest.mark.django_db
class TestReading:
    def test_private_until_public(self, sam: User, mona: User, eve: User, draft: Project, signed_in: SignIn) -> None:
        asset = plan(sam)
        add(draft, sam, asset)
        people = [Client(), signed_in(eve), signed_in(mona), signed_in(sam)]
        assert [status(person, asset) for person in people] == [404, 404, 200, 200]
        transitions.submit(draft.pk, by=sam)
        approve(draft, mona)
        assert [status(person, asset) for person in people] == [200, 200, 200, 200]
        transitions.archive(draft.pk, by=sam)
        assert [status(person, asset) for person in people] == [404, 404, 200, 200]

    def test_one_that_waits_is_for_its_owner_and_moderators(
        self, sam: User, mona: User, eve: User, public: Project, signed_in: SignIn
    ) -> None:
        asset = plan(sam)
        add(public, sam, asset)
        people = [Client(), signed_in(eve), signed_in(mona), signed_in(sam)]
        assert [status(person, asset) for person in people] == [404, 404, 200, 200]

    def test_it_is_a_download_that_runs_nothing(self, sam: User, mona: User, public: Project) -> None:
        asset = plan(sam, "Floor plan.pdf")
        add(public, sam, asset)
        approve(public, mona)
        answer = Client().get(reverse("media:document", args=[asset.public_id, asset.original_name]))
        assert answer["Content-Disposition"] == 'attachment; filename="Floor plan.pdf"'
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"
        assert answer["Cache-Control"] == "private, no-store"

    def test_the_page_and_the_api_show_name_kind_and_size(self, sam: User, mona: User, public: Project) -> None:
        asset = plan(sam, "Floor plan.pdf")
        add(public, sam, asset, **{asset.public_id: "The plan"})
        approve(public, mona)
        address = reverse("media:document", args=[asset.public_id, "Floor plan.pdf"])
        shown = {"id": asset.public_id, "title": "The plan", "url": address, "kind": "PDF", "bytes": len(PDF)}
        assert Client().get(f"/api/v1/projects/{public.public_id}/").json()["documents"] == [shown]
        page = Client().get(public.get_absolute_url()).content.decode()
        for text in ("The plan", f'href="{address}"', f"PDF, {len(PDF)}\xa0bytes"):
            assert text in page, text


@pytest.mark.django_db
class TestTheApi:
    def post(self, client: Client, project: Project, name: str, data: bytes, **more: Any) -> Any:
        address = f"/api/v1/projects/{project.public_id}/documents/"
        return client.post(address, {"file": file(name, data), **more})

    def test_one_is_added_and_taken_away(self, sam: User, draft: Project, signed_in: SignIn) -> None:
        client = signed_in(sam)
        answer = self.post(client, draft, "brief.docx", word(), title="The brief")
        asset = MediaAsset.objects.get(kind="document")
        version = Project.objects.get(pk=draft.pk).standing.version
        assert (answer.status_code, answer["ETag"]) == (201, f'W/"{version}"')
        assert answer.json() == {
            "id": asset.public_id,
            "title": "The brief",
            "url": reverse("media:document", args=[asset.public_id, "brief.docx"]),
            "kind": "DOCX",
            "bytes": asset.bytes,
        }
        assert client.get(f"/api/v1/projects/{draft.public_id}/draft/").json()["documents"] == [answer.json()]
        address = f"/api/v1/projects/{draft.public_id}/documents/{asset.public_id}/"
        assert signed_in(draft.specialist.user).delete(address).status_code == 204
        assert (kept(draft), client.delete(address).status_code) == ([], 404)

    def test_without_a_title_it_goes_by_its_name(self, sam: User, draft: Project, signed_in: SignIn) -> None:
        assert self.post(signed_in(sam), draft, "plan.pdf", PDF).json()["title"] == "plan.pdf"

    @pytest.mark.parametrize(
        ("name", "data", "code"),
        [("page.pdf", HTML, "document_type"), ("photo.pdf", jpeg(), "document_type"), ("a.docx", PDF, "document_name")],
    )
    def test_a_file_that_is_something_else_is_refused(
        self, sam: User, draft: Project, signed_in: SignIn, name: str, data: bytes, code: str
    ) -> None:
        answer = self.post(signed_in(sam), draft, name, data)
        assert (answer.status_code, answer.json()["code"]) == (422, code)
        assert (kept(draft), MediaAsset.objects.filter(kind="document").count()) == ([], 0)

    def test_an_old_version_is_refused_and_its_file_goes(self, sam: User, draft: Project, signed_in: SignIn) -> None:
        client = signed_in(sam)
        address = f"/api/v1/projects/{draft.public_id}/documents/"
        body = encode_multipart(BOUNDARY, {"file": file()})
        answer = client.generic("POST", address, body, MULTIPART_CONTENT, headers={"If-Match": 'W/"99"'})
        assert (answer.status_code, kept(draft)) == (412, [])
        assert orphaned() == [MediaAsset.objects.get(kind="document").pk]

    def test_a_repeat_with_the_same_key_adds_one(self, sam: User, draft: Project, signed_in: SignIn) -> None:
        client, address = signed_in(sam), f"/api/v1/projects/{draft.public_id}/documents/"
        answers = [client.post(address, {"file": file()}, headers={"Idempotency-Key": "one"}) for _ in range(2)]
        assert answers[0].json() == answers[1].json()
        assert len(kept(draft)) == 1

    def test_photos_documents_and_fields_come_in_one_call(self, sam: User, draft: Project, signed_in: SignIn) -> None:
        old = plan(sam)
        add(draft, sam, old)
        client = signed_in(sam)
        values = {
            "title": "A new title",
            "media_add": file("photo.jpg", jpeg()),
            "documents_add": [file("one.pdf"), file("two.pdf")],
            "documents_delete": old.public_id,
        }
        body = encode_multipart(BOUNDARY, values)
        answer = client.generic("PATCH", f"/api/v1/projects/{draft.public_id}/", body, MULTIPART_CONTENT)
        assert answer.status_code == 200, answer.content
        said = answer.json()
        assert (said["title"], len(said["photos"])) == ("A new title", 3)
        assert [one["title"] for one in said["documents"]] == ["one.pdf", "two.pdf"]

    def test_one_bad_document_undoes_the_whole_call(self, sam: User, draft: Project, signed_in: SignIn) -> None:
        client = signed_in(sam)
        values = {
            "title": "A new title",
            "media_add": file("photo.jpg", jpeg()),
            "documents_add": [file(), file("b.pdf", HTML)],
        }
        body = encode_multipart(BOUNDARY, values)
        answer = client.generic("PATCH", f"/api/v1/projects/{draft.public_id}/", body, MULTIPART_CONTENT)
        assert (answer.status_code, answer.json()["code"]) == (422, "document_type")
        assert (kept(draft), draft.photos.count(), len(orphaned())) == ([], 2, 2)
        assert Project.objects.get(pk=draft.pk).title == "Sage kitchen with an oak island"


@pytest.mark.django_db
class TestTheEditor:
    def save(self, client: Client, project: Project, **values: Any) -> Any:
        address = reverse("my_project", args=[project.public_id])
        context = client.get(address).context
        form = {name: value for name, value in context["form"].initial.items() if value is not None}
        return client.post(address, {**form, "version": context["version"], **values})

    def test_one_is_added_listed_and_taken_away(self, sam: User, draft: Project, signed_in: SignIn) -> None:
        client = signed_in(sam)
        assert self.save(client, draft, documents=[file(), file("brief.docx", word())]).status_code == 302
        first, second = kept(draft)
        page = client.get(reverse("my_project", args=[draft.public_id])).content.decode()
        assert "plan.pdf" in page
        assert f'name="documents_remove" value="{second}"' in page
        assert self.save(client, draft, documents_remove=[first]).status_code == 302
        assert kept(draft) == [second]

    def test_a_page_called_pdf_is_refused_beside_the_field(self, sam: User, draft: Project, signed_in: SignIn) -> None:
        answer = self.save(signed_in(sam), draft, documents=[file("page.pdf", HTML)], title="Typed and kept")
        assert (answer.status_code, kept(draft)) == (422, [])
        assert answer.context["document_errors"] == ["This is not a PDF or a Word document (.docx)."]
        assert 'value="Typed and kept"' in answer.content.decode()

    def test_a_tick_stays_in_a_refused_form(self, sam: User, draft: Project, signed_in: SignIn) -> None:
        asset = plan(sam)
        add(draft, sam, asset)
        answer = self.save(signed_in(sam), draft, documents_remove=[asset.public_id], title="No")
        assert f'value="{asset.public_id}" checked' in answer.content.decode()
        assert kept(draft) == [asset.public_id]

    def test_a_new_project_takes_documents_too(self, sam: User, draft: Project, signed_in: SignIn) -> None:
        values = {"title": "A kitchen in two days", "language": "en", "category": "kitchens", "city": "almaty"}
        answer = signed_in(sam).post(reverse("my_project_new"), {**values, "documents": [file()]})
        assert answer.status_code == 302
        assert len(kept(Project.objects.get(title="A kitchen in two days"))) == 1


@pytest.mark.django_db
def test_a_moderator_reads_the_documents_that_wait(sam: User, mona: User, public: Project, desk: Client) -> None:
    asset = plan(sam, "Floor plan.pdf")
    add(public, sam, asset)
    page = desk.get(f"/admin/moderation/project/{public.pk}/").content.decode()
    assert reverse("media:document", args=[asset.public_id, "Floor plan.pdf"]) in page
    assert page.count("Floor plan.pdf") >= 2
