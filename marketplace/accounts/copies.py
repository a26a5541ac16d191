"""Copies of all that is kept about a person: asked for, made, fetched for a day, gone."""

import logging
import secrets
import tempfile
from datetime import timedelta

from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext as _

from marketplace.accounts import archive, rules, selectors, states
from marketplace.accounts.models import DataRequest, User
from marketplace.accounts.states import DataKind, DataState
from marketplace.audit.services import record
from marketplace.core import clock
from marketplace.core.batches import one_by_one
from marketplace.core.errors import NotFound
from marketplace.core.machine import Arrow, Party, move

log = logging.getLogger("lintel.accounts")

LIVES = timedelta(hours=24)
# Longer than a task may take: whoever was making it is gone, or never began.
STUCK = timedelta(minutes=10)
# Nothing in this folder has an address: files are given out by the view that knows whose they are.
FOLDER = "exports"


@transaction.atomic
def ask(person: User) -> DataRequest:
    """The person wants a copy; while one is being made or can be fetched, it is that one."""
    User.objects.lock(person.pk)
    found = selectors.open_request(person.pk, DataKind.EXPORT)
    if found is not None:
        return found
    request = DataRequest.objects.create(
        person=person, kind=DataKind.EXPORT, state=DataState.REQUESTED, asked_by=person
    )
    record("data.asked", subject=request, actor=person, what=str(DataKind.EXPORT))
    return request


def make(request_id: int) -> None:
    """Write the copy that was asked for, once. When that breaks the request has failed, and can be made anew."""
    request = DataRequest.objects.filter(pk=request_id, kind=DataKind.EXPORT, state=DataState.REQUESTED).first()
    if request is None:
        return
    try:
        with tempfile.TemporaryFile() as scratch:
            archive.write(scratch, request.person_id)
            size = scratch.tell()
            scratch.seek(0)
            name = default_storage.save(f"{FOLDER}/{secrets.token_hex(24)}.zip", File(scratch))
    except Exception:
        log.exception("the copy %s was not made", request_id)
        _close(request_id, states.FAIL)
        return
    if not _close(request_id, states.MAKE, file=name, bytes=size, due_at=clock.now() + LIVES):
        default_storage.delete(name)


@transaction.atomic
def _close(request_id: int, arrow: Arrow, **columns: object) -> bool:
    """Take the arrow while the request still stands where it begins; of two at once, one does."""
    request = DataRequest.objects.select_for_update().filter(pk=request_id, state__in=arrow.sources).first()
    if request is None:
        return False
    move(request, arrow, party=Party.SYSTEM, **columns)
    record(arrow.fact, subject=request, actor=None)
    return True


def expire_due() -> int:
    """Delete the copies whose day is over; says how many."""
    over = DataRequest.objects.filter(kind=DataKind.EXPORT, state=DataState.READY, due_at__lte=clock.now())
    return one_by_one("end of copy", over.values_list("pk", flat=True), _expire)


@transaction.atomic
def _expire(request_id: int) -> bool:
    request = DataRequest.objects.select_for_update().filter(pk=request_id, state=DataState.READY).first()
    if request is None:
        return False
    name = request.file.name or ""
    move(request, states.EXPIRE, party=Party.SYSTEM, file="")
    record(states.EXPIRE.fact, subject=request, actor=None)
    transaction.on_commit(lambda: default_storage.delete(name), robust=True)
    return True


def sweep() -> int:
    """Delete copies that no request knows: whoever made or ended them was killed before the last step; says how many.

    A copy is written within minutes, so what was written lately may still become somebody's.
    """
    try:
        _folders, files = default_storage.listdir(FOLDER)
    except FileNotFoundError:
        return 0
    known = set(DataRequest.objects.exclude(file="").values_list("file", flat=True))
    lost = [name for name in (f"{FOLDER}/{file}" for file in files) if name not in known and _is_old(name)]
    for name in lost:
        default_storage.delete(name)
    return len(lost)


def _is_old(name: str) -> bool:
    try:
        return default_storage.get_modified_time(name) < clock.now() - STUCK
    except FileNotFoundError:
        return False


def stuck() -> list[int]:
    """Copies that should have been made by now: ids to ask for again."""
    late = DataRequest.objects.filter(kind=DataKind.EXPORT, state=DataState.REQUESTED)
    return list(late.filter(created_at__lt=clock.now() - STUCK).values_list("pk", flat=True)[:20])


def fetch(person: User) -> tuple[DataRequest, "File[bytes]"]:
    """The person's copy that is ready, open for reading. Raises NotFound when there is none."""
    request = selectors.open_request(person.pk, DataKind.EXPORT)
    if request is None or request.state != DataState.READY or rules.is_over(request.due_at):
        raise NotFound(_("There is no copy to fetch. Ask for one first."), code="no_copy")
    try:
        return request, default_storage.open(str(request.file.name))
    except FileNotFoundError:
        # Lost, or left out of the backup this site came back from: another one can be asked for.
        _expire(request.pk)
        raise NotFound(_("There is no copy to fetch. Ask for one first."), code="no_copy") from None


def forget(person_id: int) -> None:
    """Whoever is erased fetches nothing any more; that they asked, and when, stays."""
    exports = DataRequest.objects.filter(person=person_id, kind=DataKind.EXPORT)
    for pk, state in exports.filter(state__in=states.OPEN).values_list("pk", "state"):
        if state == DataState.READY:
            _expire(pk)
        else:
            _close(pk, states.FAIL)
    DataRequest.objects.filter(person=person_id).update(reason="")
