"""The nightly sweep against a thousand random cases: what is live stays, what is not goes."""

import os
import random
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.db import connection, models
from django.test.utils import isolate_apps

from marketplace.accounts.models import User
from marketplace.audit.models import Event
from marketplace.core import clock
from marketplace.media import names, registry, rules, services
from marketplace.media.models import MediaAsset
from tests.media.conftest import Files

HOUR = timedelta(hours=1)


@pytest.fixture
def album(db: None, monkeypatch: pytest.MonkeyPatch) -> type[models.Model]:
    """A table of a floor above, whose rows hold keys to assets."""
    with isolate_apps("marketplace.media"):

        class AlbumPage(models.Model):
            asset = models.ForeignKey(MediaAsset, models.CASCADE, related_name="+", db_constraint=False)

            class Meta:
                app_label = "media"

            def __str__(self) -> str:
                return "a page of an album"

    with connection.schema_editor() as editor:
        editor.create_model(AlbumPage)
    before = rules.references()
    monkeypatch.setattr(rules, "references", lambda: [*before, AlbumPage._meta.get_field("asset")])
    return AlbumPage


@pytest.fixture
def kept() -> Iterator[set[int]]:
    """Asset ids that pending revisions mention."""
    ids: set[int] = set()
    keeper = registry.keep_alive(lambda asked: asked & ids)
    yield ids
    registry._keepers.remove(keeper)


def planted(root: Path, name: str, age: timedelta) -> str:
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"x")
    then = time.time() - age.total_seconds()
    os.utime(path, (then, then))
    return name


def row(name: str, uploader: User, age: timedelta, claimed: timedelta | None) -> MediaAsset:
    now = clock.now()
    return MediaAsset(
        kind="image", state="ready", width=8, height=6, uploader=uploader, file=name, bytes=1, mime="image/webp",
        created_at=now - age, claimed_at=None if claimed is None else now - claimed, original_name="a.webp",
    )  # fmt: skip


def test_a_thousand_random_uploads(
    clara: User, root: Path, files: Files, album: type[models.Model], kept: set[int]
) -> None:
    dice = random.Random(20260)
    rows, used, mentioned = [], [], []
    for _ in range(1000):
        age = dice.choice([HOUR, HOUR * 23, HOUR * 25, HOUR * 24 * 30])
        claimed = dice.choice([None, None, min(age, HOUR * 2), age])
        rows.append(row(planted(root, names.fresh("images", "webp"), age), clara, age, claimed))
        used.append(dice.random() < 0.4)
        mentioned.append(dice.random() < 0.2)
    assets = MediaAsset.objects.bulk_create(rows)
    album._base_manager.bulk_create(album(asset_id=a.pk) for a, held in zip(assets, used, strict=True) if held)
    kept.update(a.pk for a, held in zip(assets, mentioned, strict=True) if held)
    day = clock.now() - HOUR * 24
    live = {
        a.pk
        for a, held, named in zip(assets, used, mentioned, strict=True)
        if held or named or a.created_at >= day or (a.claimed_at and a.claimed_at >= day)
    }

    swept = services.sweep()
    orphaned = set(Event.objects.filter(kind="media.orphaned").values_list("subject_id", flat=True))
    assert 100 < len(orphaned) < 900
    assert orphaned == {a.pk for a in assets} - live
    assert swept == services.Swept(assets=len(orphaned), files=0)
    for asset_id in [a.pk for a in assets]:
        if asset_id in orphaned:
            assert services.remove(asset_id)
    assert set(MediaAsset.objects.values_list("pk", flat=True)) == live
    assert files() == {str(a.file.name) for a in assets if a.pk in live}


def test_a_release_by_mistake_deletes_no_live_one(
    clara: User, root: Path, files: Files, album: type[models.Model]
) -> None:
    asset = row(planted(root, names.fresh("images", "webp"), HOUR), clara, HOUR, None)
    asset.save()
    album._base_manager.create(asset_id=asset.pk)
    services.release([asset.pk])
    assert not services.remove(asset.pk)
    assert files() == {asset.file.name}


@pytest.mark.django_db
def test_files_that_no_row_knows_go_after_two_days_and_others_files_never(
    clara: User, root: Path, files: Files
) -> None:
    known = planted(root, names.fresh("images", "webp"), HOUR * 100)
    row(known, clara, HOUR, None).save()
    stay = {
        known,
        planted(root, names.fresh("images", "webp"), HOUR * 47),
        planted(root, names.fresh("files", "pdf") + ".part0a1b2c3d", HOUR * 2),
        planted(root, "documents/handbook.pdf", HOUR * 1000),
        planted(root, "site/renditions/abc.width-400.webp", HOUR * 1000),
        planted(root, "images/readme.txt", HOUR * 1000),
    }
    planted(root, names.fresh("images", "webp"), HOUR * 49)
    planted(root, names.fresh("files", "pdf"), HOUR * 49)
    planted(root, names.fresh("site", "webp"), HOUR * 49)
    planted(root, names.fresh("images", "webp") + ".part0a1b2c3d", HOUR * 49)
    assert services.sweep() == services.Swept(assets=0, files=4)
    assert files() == stay
    assert default_storage.exists(known)
