"""What the tests of media share: a storage of their own, and uploads."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from pytest_django import Settings

Files = Callable[[], set[str]]


@pytest.fixture(autouse=True)
def root(tmp_path: Path, settings: Settings) -> Path:
    """Uploads lie in a folder of this test's own."""
    settings.MEDIA_ROOT = str(tmp_path / "media")
    return tmp_path / "media"


@pytest.fixture
def files(root: Path) -> Files:
    """The names of all files that are kept now."""
    return lambda: {str(path.relative_to(root)) for path in root.rglob("*") if path.is_file()}


def sent(data: bytes, name: str = "kitchen.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)
