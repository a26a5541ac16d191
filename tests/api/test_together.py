"""With an Idempotency-Key the work is one transaction: files are made safe before it, a bug leaves nothing of it."""

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from rest_framework.test import APIClient

from marketplace.accounts.models import User
from marketplace.audit.idempotency import Answer, Call, once
from marketplace.audit.models import Event, IdempotencyKey
from marketplace.core.errors import Refusal
from marketplace.media import images
from marketplace.media import services as media
from marketplace.media.models import MediaAsset
from marketplace.projects import services
from marketplace.projects.models import Project
from tests.cast import almaty, kitchens, profile_of
from tests.media.corpus import jpeg

CALL = Call("user 1", "POST /", "one", "digest")

pytestmark = pytest.mark.django_db(transaction=True)


def nothing() -> AbstractContextManager[None]:
    return nullcontext()


def note(name: str) -> Callable[[None], Answer]:
    """Work that writes an account down and then does as its name says."""

    def work(_: None) -> Answer:
        User.objects.create_user(f"{name}@example.com", "a long enough phrase")
        if name == "refused":
            raise Refusal("No.")
        if name == "broken":
            raise ZeroDivisionError
        return Answer(200, "{}", {})

    return work


@pytest.mark.parametrize(
    ("name", "error", "stays"), [("done", None, True), ("refused", Refusal, True), ("broken", ZeroDivisionError, False)]
)
def test_only_what_is_done_or_refused_stays(name: str, error: type[Exception] | None, stays: bool) -> None:
    with pytest.raises(error) if error else nullcontext():
        once(CALL, nothing, note(name))
    assert User.objects.filter(email=f"{name}@example.com").exists() is stays
    assert IdempotencyKey.objects.exists() is (error is None)


class TestFiles:
    @pytest.fixture
    def app(self, sam: User, settings: Any, tmp_path: Path) -> APIClient:
        settings.MEDIA_ROOT = str(tmp_path)
        profile_of(sam)
        client = APIClient(raise_request_exception=False)
        client.force_authenticate(sam)
        return client

    def project(self) -> dict[str, Any]:
        photos = [SimpleUploadedFile(f"{i}.jpg", jpeg(), "image/jpeg") for i in (1, 2)]
        return {"title": "A kitchen", "category": kitchens().slug, "city": almaty().slug, "media_add": photos}

    @pytest.mark.parametrize("headers", [{}, {"Idempotency-Key": "one"}])
    @pytest.mark.parametrize("path", ["/api/v1/projects/", "/api/v1/uploads/"])
    def test_are_made_safe_outside_any_transaction(
        self, app: APIClient, monkeypatch: pytest.MonkeyPatch, headers: dict[str, str], path: str
    ) -> None:
        seen, real = [], images.read_image

        def reading(*args: Any) -> Any:
            seen.append(connection.in_atomic_block)
            return real(*args)

        monkeypatch.setattr(images, "read_image", reading)
        file = {"file": SimpleUploadedFile("1.jpg", jpeg(), "image/jpeg")}
        body = self.project() if "projects" in path else file
        answer = app.post(path, body, format="multipart", headers=headers)
        assert answer.status_code == 201, answer.content
        assert set(seen) == {False}

    @pytest.mark.parametrize("headers", [{}, {"Idempotency-Key": "one"}])
    @pytest.mark.parametrize("error", [Refusal("No."), ZeroDivisionError()])
    def test_go_when_the_work_comes_to_nothing(
        self, app: APIClient, monkeypatch: pytest.MonkeyPatch, headers: dict[str, str], error: Exception
    ) -> None:
        def fail(**_: Any) -> None:
            raise error

        monkeypatch.setattr(services, "create", fail)
        answer = app.post("/api/v1/projects/", self.project(), format="multipart", headers=headers)
        assert answer.status_code == (409 if isinstance(error, Refusal) else 500)
        kept = list(MediaAsset.objects.values_list("pk", flat=True))
        assert len(kept) == 2
        assert (
            list(Event.objects.filter(kind="media.orphaned").order_by("id").values_list("subject_id", flat=True))
            == kept
        )
        assert all(media.remove(asset) for asset in kept)
        assert (Project.objects.count(), IdempotencyKey.objects.count()) == (0, 0)

    def test_are_not_read_again_by_a_repeat(self, app: APIClient) -> None:
        answers = [
            app.post("/api/v1/projects/", self.project(), format="multipart", headers={"Idempotency-Key": "one"})
            for _ in range(2)
        ]
        assert [answer.status_code for answer in answers] == [201, 201]
        assert answers[0].json() == answers[1].json()
        assert (Project.objects.count(), MediaAsset.objects.count()) == (1, 2)
        assert all(default_storage.exists(asset.file.name) for asset in MediaAsset.objects.all())
