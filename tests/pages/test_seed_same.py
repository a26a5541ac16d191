"""Two demos, two databases, one world."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.db import transaction
from django.test import override_settings

from marketplace.core import clock
from marketplace.projects.models import Project
from pages.world.build import build
from pages.world.fingerprint import lines, world_hash


def built(folder: Path, moment: datetime) -> tuple[str, int]:
    """The hash of a world made from nothing at that moment, and of how many lines; nothing of it stays."""
    with override_settings(MEDIA_ROOT=folder), clock.turned_to(moment), transaction.atomic():
        assert not Project.objects.exists()
        build(lambda line: None)
        told = world_hash(), len(list(lines()))
        transaction.set_rollback(True)
    return told


@pytest.mark.django_db
def test_whenever_it_is_built_the_world_is_the_same(tmp_path: Path) -> None:
    first = built(tmp_path / "first", datetime(2026, 11, 16, 12, tzinfo=UTC))
    again = built(tmp_path / "again", datetime(2027, 3, 1, 16, 30, tzinfo=UTC))
    assert first == again
    assert first[1] > 10_000
