"""A file is deleted while somebody begins to use it: one of the two wins, and never half of each."""

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Event as Signal

import pytest
from django.core.files.storage import default_storage
from django.db import IntegrityError, connection, models, transaction
from django.test.utils import isolate_apps

from marketplace.media import rules, services
from marketplace.media.models import MediaAsset
from marketplace.media.storage import WholeFiles
from tests.media import corpus
from tests.media.conftest import Files, sent

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def album(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[type[models.Model]]:
    """A table of a floor above, with a real key to assets."""
    with isolate_apps("marketplace.media"):

        class AlbumCover(models.Model):
            asset = models.ForeignKey(MediaAsset, models.CASCADE, related_name="+")

            class Meta:
                app_label = "media"

            def __str__(self) -> str:
                return "the cover of an album"

    with connection.schema_editor() as editor:
        editor.create_model(AlbumCover)
    before = rules.references()
    monkeypatch.setattr(rules, "references", lambda: [*before, AlbumCover._meta.get_field("asset")])
    yield AlbumCover
    with connection.schema_editor() as editor:
        editor.delete_model(AlbumCover)


@pytest.fixture
def asset(album: object) -> MediaAsset:
    return services.accept_image(sent(corpus.jpeg()), uploader=None)


def apart(pool: ThreadPoolExecutor, work: Callable[[], object]) -> "Future[object]":
    """The work on a connection of its own; a broken key is an outcome."""

    def run() -> object:
        try:
            return work()
        except IntegrityError:
            return IntegrityError
        finally:
            connection.close()

    return pool.submit(run)


def test_who_uses_it_first_keeps_it(asset: MediaAsset, album: type[models.Model], files: Files) -> None:
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            assert services.claim([asset.pk]) == {asset.pk}
            album._base_manager.create(asset_id=asset.pk)
            removal = apart(pool, lambda: services.remove(asset.pk))
            with pytest.raises(TimeoutError):
                removal.result(timeout=0.3)
        assert removal.result(timeout=5) is False
    assert files() == {asset.file.name}


def test_who_comes_while_it_is_deleted_is_refused(
    asset: MediaAsset, album: type[models.Model], files: Files, monkeypatch: pytest.MonkeyPatch
) -> None:
    deleting, go_on, delete = Signal(), Signal(), WholeFiles.delete

    def slowly(storage: WholeFiles, name: str) -> None:
        deleting.set()
        go_on.wait(5)
        delete(storage, name)

    monkeypatch.setattr(WholeFiles, "delete", slowly)
    with ThreadPoolExecutor(3) as pool:
        removal = apart(pool, lambda: services.remove(asset.pk))
        assert deleting.wait(5)
        claim = apart(pool, lambda: services.claim([asset.pk]))
        use = apart(pool, lambda: album._base_manager.create(asset_id=asset.pk))
        for waiting in (claim, use):
            with pytest.raises(TimeoutError):
                waiting.result(timeout=0.3)
        go_on.set()
        assert (removal.result(timeout=5), claim.result(timeout=5), use.result(timeout=5)) == (
            True,
            set(),
            IntegrityError,
        )
    assert (files(), album._base_manager.count()) == (set(), 0)


def test_sizes_made_twice_at_once_are_made_once(asset: MediaAsset, files: Files) -> None:
    with ThreadPoolExecutor(2) as pool:
        for work in [apart(pool, lambda: services.render(asset.pk)) for _ in range(2)]:
            assert work.result(timeout=30) is None
    assert asset.renditions.count() == 10
    assert len(files()) == 1 + 10
    assert default_storage.exists(str(asset.file.name))
