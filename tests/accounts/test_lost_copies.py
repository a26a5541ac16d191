"""Copies of people's data whose file or whose request got lost on the way."""

import os
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from pytest_django import Settings

from marketplace.accounts import copies, tasks
from marketplace.accounts.models import DataRequest, User
from marketplace.core.errors import NotFound

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def request_of_clara(clara: User, tmp_path: Path, settings: Settings) -> DataRequest:
    settings.MEDIA_ROOT = str(tmp_path / "media")
    tasks.make_copy(copies.ask(clara).pk)
    return DataRequest.objects.get()


def test_where_the_file_is_gone_another_copy_can_be_asked_for(clara: User, request_of_clara: DataRequest) -> None:
    default_storage.delete(str(request_of_clara.file.name))
    with pytest.raises(NotFound):
        copies.fetch(clara)
    assert copies.ask(clara) != request_of_clara


def test_a_file_that_no_request_knows_goes_and_one_just_written_stays(request_of_clara: DataRequest) -> None:
    lost, young = (default_storage.save(f"exports/{name}.zip", ContentFile(b"PK")) for name in ("lost", "young"))
    known = str(request_of_clara.file.name)
    for name in (lost, known):
        os.utime(default_storage.path(name), (0, 0))
    tasks.care_for_data()
    assert [default_storage.exists(name) for name in (lost, young, known)] == [False, True, True]
