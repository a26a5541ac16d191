"""A file is accepted, gets its sizes, is let go: rows and files always agree."""

import errno
import io
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import FileSystemStorage, default_storage
from django.db import transaction
from PIL import Image
from pytest_django import DjangoAssertNumQueries, DjangoCaptureOnCommitCallbacks

from marketplace.accounts.models import User
from marketplace.audit.models import Event
from marketplace.core import clock
from marketplace.core.errors import StorageFull
from marketplace.media import registry, renditions, rules, selectors, services, tasks
from marketplace.media.images import Refused
from marketplace.media.models import MediaAsset, Rendition
from marketplace.media.renditions import Focus
from marketplace.media.states import Format
from tests.media import corpus
from tests.media.conftest import Files, sent

pytestmark = pytest.mark.django_db

EVERY_SIZE = {(name, form) for name in ("card320", "card640", "full960") for form in ("avif", "webp", "jpeg")}
EVERY_SIZE.add(("social1200", "jpeg"))


def kitchen(uploader: User) -> MediaAsset:
    return services.accept_image(sent(corpus.jpeg()), uploader=uploader)


def sizes(asset: MediaAsset) -> set[tuple[str, str]]:
    return set(asset.renditions.values_list("name", "format"))


def known() -> set[str]:
    rows = [*MediaAsset.objects.values_list("file"), *Rendition.objects.values_list("file")]
    return {name for (name,) in rows}


class TestAccepting:
    def test_a_photo_becomes_a_file_of_ours_with_a_row_that_knows_it(self, clara: User, files: Files) -> None:
        asset = kitchen(clara)
        asset.refresh_from_db()
        assert (asset.kind, asset.state, asset.mime) == ("image", "uploaded", "image/webp")
        assert (asset.width, asset.height, asset.focal_x, asset.focal_y) == (800, 600, 50, 50)
        assert (asset.original_name, asset.uploader, asset.claimed_at) == ("kitchen.jpg", clara, None)
        assert asset.bytes == default_storage.size(str(asset.file.name))
        assert files() == {asset.file.name}

    def test_its_name_tells_nothing(self, clara: User) -> None:
        first, second = kitchen(clara), kitchen(clara)
        assert first.sha256 == second.sha256
        assert first.file.name != second.file.name
        assert "kitchen" not in str(first.file.name)

    def test_what_is_refused_leaves_nothing(self, clara: User, files: Files) -> None:
        with pytest.raises(Refused):
            services.accept_image(sent(corpus.SVG), uploader=clara)
        assert (files(), MediaAsset.objects.count(), Event.objects.count()) == (set(), 0, 0)

    def test_an_avatar_is_a_square(self, clara: User) -> None:
        asset = services.accept_avatar(sent(corpus.jpeg()), uploader=clara)
        assert (asset.kind, asset.width, asset.height) == ("avatar", 512, 512)
        services.render(asset.pk)
        assert sizes(asset) == {(name, form) for name in ("avatar96", "avatar192") for form in ("avif", "webp", "jpeg")}

    def test_a_row_that_is_taken_back_takes_no_file_for_long(self, clara: User, files: Files) -> None:
        with transaction.atomic():
            kitchen(clara)
            transaction.set_rollback(True)
        assert MediaAsset.objects.count() == 0
        assert len(files()) == 1
        with clock.turned_to(clock.now() + services.UNKNOWN + timedelta(minutes=1)):
            assert services.sweep() == services.Swept(assets=0, files=1)
        assert files() == set()


class TestAFullDisk:
    """The disk gives out in the middle of a file."""

    @staticmethod
    def fills_up(patch: pytest.MonkeyPatch) -> None:
        def save(storage: FileSystemStorage, name: str, _content: Any) -> str:
            path = Path(storage.path(name))
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(b"the first half")
            raise OSError(errno.ENOSPC, "No space left on device")

        patch.setattr(FileSystemStorage, "_save", save)

    def test_an_upload_says_so_and_leaves_neither_row_nor_stump(
        self, clara: User, files: Files, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        self.fills_up(monkeypatch)
        with pytest.raises(StorageFull) as full:
            kitchen(clara)
        assert (full.value.status, full.value.code) == (507, "storage_full")
        assert (files(), MediaAsset.objects.count(), Event.objects.count()) == (set(), 0, 0)

    def test_sizes_wait_and_are_made_when_there_is_room(
        self, clara: User, files: Files, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        asset = kitchen(clara)
        with monkeypatch.context() as patch:
            self.fills_up(patch)
            with pytest.raises(StorageFull):
                services.render(asset.pk)
        asset.refresh_from_db()
        assert (asset.state, sizes(asset), files()) == ("uploaded", set(), {asset.file.name})
        services.render(asset.pk)
        asset.refresh_from_db()
        assert (asset.state, sizes(asset)) == ("ready", EVERY_SIZE)


class TestSizes:
    def test_each_size_is_made_in_each_format_and_none_is_larger_than_the_picture(self, clara: User) -> None:
        asset = kitchen(clara)
        tasks.make_renditions(asset.pk)
        asset.refresh_from_db()
        assert (asset.state, sizes(asset)) == ("ready", EVERY_SIZE)
        assert {(r.name, r.width, r.height) for r in asset.renditions.all()} == {
            ("card320", 320, 240),
            ("card640", 640, 480),
            ("full960", 800, 600),
            ("social1200", 800, 420),
        }
        for one in asset.renditions.all():
            with default_storage.open(str(one.file.name)) as file:
                made = Image.open(io.BytesIO(file.read()))
            assert (made.format, made.size) == (one.format.upper(), (one.width, one.height))

    def test_twice_is_once(self, clara: User, files: Files) -> None:
        asset = kitchen(clara)
        tasks.make_renditions(asset.pk)
        before = files()
        tasks.make_renditions(asset.pk)
        assert files() == before == known()

    def test_a_worker_that_comes_second_keeps_nothing(self, clara: User, files: Files) -> None:
        asset = kitchen(clara)
        size = next(renditions.sizes("image", 800, 600, Focus()))
        for content in (b"first", b"second"):
            services._put(asset, size, Format.WEBP, content, anew=False)
        one = asset.renditions.get()
        assert default_storage.open(str(one.file.name)).read() == b"first"
        assert files() == known()

    def test_after_the_asset_is_gone_nothing_happens(self, clara: User, files: Files) -> None:
        asset = kitchen(clara)
        assert services.remove(asset.pk)
        tasks.make_renditions(asset.pk)
        size = next(renditions.sizes("image", 800, 600, Focus()))
        services._put(asset, size, Format.WEBP, b"late", anew=False)
        assert (files(), Rendition.objects.count()) == (set(), 0)

    def test_a_master_that_cannot_be_read_fails_for_good(self, clara: User) -> None:
        asset = kitchen(clara)
        Path(default_storage.path(str(asset.file.name))).write_bytes(b"rotten")
        tasks.make_renditions(asset.pk)
        asset.refresh_from_db()
        assert (asset.state, sizes(asset)) == ("failed", set())

    def test_crops_follow_the_focal_point(
        self, clara: User, files: Files, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
    ) -> None:
        asset = services.accept_image(sent(corpus.jpeg(1200, 600)), uploader=clara)
        tasks.make_renditions(asset.pk)
        wide = set(asset.renditions.filter(name__startswith="full").values_list("file", flat=True))
        services.focus(asset.pk, x=0, y=50)
        with django_capture_on_commit_callbacks(execute=True):
            tasks.recrop(asset.pk)
        with default_storage.open(str(asset.renditions.get(name="card320", format="jpeg").file.name)) as file:
            red, green, _blue = Image.open(file).convert("RGB").getpixel((10, 10))  # type: ignore[misc]
        assert red > 180 > 60 > green
        assert wide <= files() == known()

    def test_what_the_broker_forgot_is_asked_for_again(self, clara: User) -> None:
        late, fresh = kitchen(clara), kitchen(clara)
        MediaAsset.objects.filter(pk=late.pk).update(created_at=late.created_at - services.LATE * 2)
        assert services.catch_up() == [late.pk]
        tasks.catch_up()
        fresh.refresh_from_db()
        assert (services.catch_up(), fresh.state) == ([], "uploaded")


class TestPictures:
    def test_there_is_none_before_the_sizes_are(self, clara: User) -> None:
        assert selectors.picture(kitchen(clara)) is None
        assert selectors.picture(None) is None

    def test_a_picture_is_all_that_a_page_needs(self, clara: User) -> None:
        asset = kitchen(clara)
        services.render(asset.pk)
        files = {(r.name, r.format): f"/media/{r.file.name}" for r in asset.renditions.all()}
        assert selectors.picture(asset, "card", "A kitchen", "50vw") == {
            "sources": [
                {
                    "type": f"image/{form}",
                    "srcset": f"{files['card320', form]} 320w, {files['card640', form]} 640w",
                }
                for form in ("avif", "webp")
            ],
            "src": files["card640", "jpeg"],
            "width": 640,
            "height": 480,
            "alt": "A kitchen",
            "sizes": "50vw",
        }

    def test_avif_is_offered_only_when_all_of_it_is_there(self, clara: User) -> None:
        asset = kitchen(clara)
        services.render(asset.pk)
        asset.renditions.filter(name="card640", format="avif").delete()
        picture = selectors.picture(asset, "card")
        assert picture is not None
        assert [source["type"] for source in picture["sources"]] == ["image/webp"]

    def test_any_number_of_them_is_one_statement(
        self, clara: User, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        assets = [kitchen(clara) for _ in range(3)]
        for asset in assets[:2]:
            services.render(asset.pk)
        ids = [asset.pk for asset in assets]
        with django_assert_num_queries(1):
            found = selectors.pictures(ids, "card", alts={ids[0]: "First"})
        assert set(found) == set(ids[:2])
        assert [found[pk]["alt"] for pk in ids[:2]] == ["First", ""]


class TestAdopting:
    @pytest.fixture
    def shipped(self, tmp_path: Path) -> Path:
        path = tmp_path / "bath-1.webp"
        path.write_bytes(corpus.saved(corpus.scene(), "WEBP"))
        return path

    def test_it_is_shown_at_once_as_it_is(self, shipped: Path, files: Files) -> None:
        asset = services.adopt(shipped, uploader=None)
        assert (asset.state, asset.original_name, asset.width) == ("ready", "bath-1.webp", 800)
        for use in ("card", "full"):
            picture = selectors.picture(asset, use)
            assert picture is not None
            assert (picture["src"], picture["width"], picture["height"]) == (f"/media/{asset.file.name}", 800, 600)
        assert default_storage.open(str(asset.file.name)).read() == shipped.read_bytes()
        services.release([asset.pk])
        assert services.remove(asset.pk)
        assert files() == set()

    def test_only_a_bare_picture_is_taken(self, shipped: Path) -> None:
        for data in (corpus.jpeg(), corpus.saved(corpus.scene(), "WEBP", exif=b"Exif\x00\x00" + corpus.GPS_MARK)):
            shipped.write_bytes(data)
            with pytest.raises(Refused):
                services.adopt(shipped, uploader=None)
        assert MediaAsset.objects.count() == 0


class TestLettingGo:
    @pytest.fixture
    def asset(self, clara: User) -> MediaAsset:
        asset = kitchen(clara)
        services.render(asset.pk)
        return asset

    def test_nothing_is_deleted_before_the_commit(self, asset: MediaAsset, files: Files) -> None:
        before = files()
        with transaction.atomic():
            services.release([asset.pk])
            assert files() == before
        assert Event.objects.filter(kind="media.orphaned", subject_id=asset.pk).count() == 1
        assert files() == before == known()

    def test_a_release_that_is_taken_back_deletes_nothing(self, asset: MediaAsset, files: Files) -> None:
        before = files()
        with transaction.atomic():
            services.release([asset.pk])
            transaction.set_rollback(True)
        assert Event.objects.filter(kind="media.orphaned").count() == 0
        assert files() == before

    def test_then_all_of_it_goes(self, asset: MediaAsset, files: Files) -> None:
        from marketplace.media.handlers import delete_it

        services.release([asset.pk])
        event = Event.objects.get(kind="media.orphaned")
        for _ in range(2):
            delete_it(event)
            assert (files(), MediaAsset.objects.count(), Rendition.objects.count()) == (set(), 0, 0)

    def test_a_disk_that_refuses_is_tried_again(
        self, asset: MediaAsset, files: Files, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        before = files()

        def refuse(*_args: object) -> None:
            raise PermissionError

        with monkeypatch.context() as patch:
            patch.setattr(default_storage, "delete", refuse, raising=False)
            with pytest.raises(PermissionError):
                services.remove(asset.pk)
        assert (files(), known()) == (before, before)
        assert services.remove(asset.pk)
        assert files() == set()

    def test_what_somebody_above_still_needs_stays(
        self, asset: MediaAsset, files: Files, keepers: list[registry.Keeper]
    ) -> None:
        before = files()
        registry.keep_alive(lambda ids: ids)
        assert not services.remove(asset.pk)
        assert files() == before == known()
        keepers.clear()
        assert services.remove(asset.pk)

    @pytest.fixture
    def keepers(self) -> Iterator[list[registry.Keeper]]:
        before = list(registry._keepers)
        yield registry._keepers
        registry._keepers[:] = before


def test_every_key_to_an_asset_counts_hidden_ones_too() -> None:
    from django.apps import apps

    pointing = {
        field
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.get_fields()
        if field.concrete and field.is_relation and field.related_model is MediaAsset and model is not Rendition
        if not field.many_to_many
    }
    assert set(rules.references()) == pointing
