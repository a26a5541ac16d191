"""How much one person may send: files of a minute, files that wait for their use."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from marketplace.accounts.models import User
from marketplace.core import clock
from marketplace.core.errors import TooMany
from marketplace.media import images, rules, services
from marketplace.media.decoder import Picture
from marketplace.media.images import Refused
from marketplace.media.models import MediaAsset, UploadCount
from tests.cast import at_once, picture_of
from tests.media import corpus
from tests.media.conftest import Files, sent

NOON = datetime(2026, 3, 10, 12, 0, 20, tzinfo=UTC)
UPLOADS = "/api/v1/uploads/"


@pytest.fixture
def decoded(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the files that were decoded; none of them really is, which takes long."""
    found: list[str] = []

    def decode(_data: bytes, name: str, _limits: object) -> Picture:
        found.append(name)
        return Picture(b"made", 800, 600)

    monkeypatch.setattr(images, "_decoded", decode)
    return found


def waiting(uploader: User, count: int = rules.UNUSED) -> None:
    for number in range(count):
        picture_of(uploader, number)


@pytest.mark.django_db
class TestAMinute:
    def test_the_thirty_first_file_is_not_even_looked_at(self, clara: User, eve: User, decoded: list[str]) -> None:
        with clock.turned_to(NOON):
            for _number in range(rules.A_MINUTE):
                services.accept_image(sent(b"data"), uploader=clara)
            MediaAsset.objects.update(claimed_at=NOON)
            for accept in (services.accept_image, services.accept_avatar, services.accept_document):
                with pytest.raises(TooMany) as refused:
                    accept(sent(b"data"), uploader=clara)
                assert (refused.value.status, refused.value.headers) == (429, {"Retry-After": "40"})
            assert (len(decoded), MediaAsset.objects.count()) == (rules.A_MINUTE, rules.A_MINUTE)
            services.accept_image(sent(b"data"), uploader=eve)
        with clock.turned_to(NOON + timedelta(seconds=40)):
            services.accept_image(sent(b"data"), uploader=clara)

    def test_what_is_refused_counts_too(self, clara: User) -> None:
        with clock.turned_to(NOON):
            for _number in range(rules.A_MINUTE):
                with pytest.raises(Refused):
                    services.accept_image(sent(corpus.SVG), uploader=clara)
            with pytest.raises(TooMany):
                services.accept_image(sent(corpus.SVG), uploader=clara)

    def test_what_comes_with_the_product_is_not_counted(self, decoded: list[str]) -> None:
        for _number in range(rules.A_MINUTE + 1):
            services.accept_image(sent(b"data"), uploader=None)
        assert len(decoded) == rules.A_MINUTE + 1


@pytest.mark.django_db
class TestFilesThatWait:
    def test_with_forty_of_them_no_other_is_looked_at(self, clara: User, files: Files, decoded: list[str]) -> None:
        with clock.turned_to(NOON):
            waiting(clara)
        with clock.turned_to(NOON + timedelta(hours=23)), pytest.raises(TooMany) as refused:
            services.accept_image(sent(b"data"), uploader=clara)
        assert refused.value.headers == {"Retry-After": "3600"}
        assert str(refused.value) == (
            "40 files that you sent within a day are not used yet. Save them with a project, or wait a day."
        )
        assert (files(), decoded, MediaAsset.objects.count()) == (set(), [], rules.UNUSED)
        with clock.turned_to(NOON + timedelta(hours=24)):
            services.accept_image(sent(b"data"), uploader=clara)

    def test_one_that_is_used_makes_room(self, clara: User, decoded: list[str]) -> None:
        waiting(clara)
        services.claim([MediaAsset.objects.earliest("pk").pk])
        services.accept_image(sent(b"data"), uploader=clara)
        with pytest.raises(TooMany):
            services.accept_image(sent(b"data"), uploader=clara)

    def test_somebody_elses_do_not_matter(self, clara: User, eve: User, decoded: list[str]) -> None:
        waiting(eve)
        services.accept_image(sent(b"data"), uploader=clara)

    def test_the_app_is_told_when_to_come_back(self, client: Client, clara: User) -> None:
        waiting(clara)
        client.force_login(clara)
        answer = client.post(UPLOADS, {"file": SimpleUploadedFile("kitchen.jpg", corpus.jpeg(), "image/jpeg")})
        assert (answer.status_code, answer.json()["code"]) == (429, "too_many")
        assert 86_000 < int(answer["Retry-After"]) <= 86_400
        assert "are not used yet" in answer.json()["title"]


@pytest.mark.django_db(transaction=True)
def test_of_eight_files_at_once_as_many_are_kept_as_there_is_room_for(clara: User, decoded: list[str]) -> None:
    waiting(clara, rules.UNUSED - 2)
    outcomes = at_once(*[lambda: services.accept_image(sent(b"data"), uploader=clara)] * 8)
    assert sum(isinstance(outcome, TooMany) for outcome in outcomes) == 6
    assert MediaAsset.objects.filter(uploader=clara).count() == rules.UNUSED


@pytest.mark.django_db(transaction=True)
def test_files_sent_at_once_are_all_counted(clara: User) -> None:
    def count() -> None:
        with clock.turned_to(NOON):
            for _number in range(9):
                rules.count_upload(clara)

    outcomes = at_once(*[count] * 4)
    assert sum(isinstance(outcome, TooMany) for outcome in outcomes) > 0
    assert UploadCount.objects.get().number == rules.A_MINUTE + sum(isinstance(one, TooMany) for one in outcomes)
