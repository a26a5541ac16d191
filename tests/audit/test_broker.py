"""Nothing is lost when the broker dies or a worker is killed: the database remembers what is to be done."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction
from kombu import pools

from config.celery import app
from config.env import ROOT
from config.local.folder import Folder
from config.local.valkey import Valkey
from marketplace.accounts.models import User
from marketplace.audit import registry, services, tasks
from marketplace.audit.models import Delivery
from tests.audit import listeners

pytestmark = pytest.mark.slow

PATIENCE = 60


class Stage:
    """A broker and a worker of the test's own, on the test's database."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.valkey = Valkey(Folder("test", folder))
        self.valkey.start()
        self.worker: subprocess.Popen[bytes] | None = None

    def start_worker(self) -> None:
        database = connection.settings_dict
        url = "postgresql://{USER}:{PASSWORD}@{HOST}:{PORT}/{NAME}".format(**database)
        env = {"DATABASE_URL": url, "BROKER_URL": self.valkey.url(), "LINTEL_PROCESS": "worker"}
        command = [sys.executable, "-m", "celery", "-A", "config", "worker", "--include=tests.audit.listening"]
        with (self.folder / "worker.log").open("ab") as log:
            self.worker = subprocess.Popen(
                [*command, "--concurrency=2", "--without-mingle", "--without-gossip", "--loglevel=INFO"],
                cwd=ROOT, env={**os.environ, **env, "LINTEL_BROKER_TEST": str(self.folder)},
                stdout=log, stderr=log, start_new_session=True,
            )  # fmt: skip
        wait_for(lambda: bool(app.control.ping(timeout=0.5)), "the worker answers")

    def kill_worker(self) -> None:
        assert self.worker is not None
        with suppress(ProcessLookupError):
            os.killpg(self.worker.pid, signal.SIGKILL)
        self.worker.wait()

    def revive_worker(self) -> None:
        """What a supervisor does: Celery sometimes ends itself over a broker that went away in the middle of a word."""
        if self.worker is not None and self.worker.poll() is not None:
            self.start_worker()

    def kill_broker(self) -> None:
        os.kill(int((self.valkey.data / "valkey.pid").read_text()), signal.SIGKILL)

    def leave(self) -> None:
        self.kill_worker()
        if self.valkey.is_up():
            self.valkey.stop()


def wait_for(is_so: Callable[[], bool], what: str) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        with suppress(OSError):
            if is_so():
                return
        time.sleep(0.2)
    raise AssertionError(f"waited {PATIENCE} s in vain until {what}")


@pytest.fixture
def clara_for_good(django_db_setup: None, django_db_blocker: Any) -> Iterator[User]:
    """Rows that another process sees, cleared by hand: a transactional test would empty Wagtail's tree for others."""
    with django_db_blocker.unblock():
        user = User.objects.create_user("clara-for-good@example.com", "a long enough phrase")
        with connection.cursor() as cursor:
            cursor.execute("CREATE TABLE broker_effects (event_id bigint NOT NULL)")
        try:
            yield user
        finally:
            with connection.cursor() as cursor:
                cursor.execute("DROP TABLE broker_effects; TRUNCATE audit_delivery, audit_event")
            User.objects.filter(pk=user.pk).delete()
            connection.close()


@pytest.fixture
def stage(tmp_path: Path, clara_for_good: User, monkeypatch: pytest.MonkeyPatch) -> Iterator[Stage]:
    monkeypatch.setattr(registry, "_handlers", {})
    monkeypatch.setattr(registry, "_by_kind", {})
    monkeypatch.setattr(registry, "_declared", {})
    registry.declare("tests", [listeners.KIND, listeners.SLOW_KIND])
    registry.on(listeners.KIND)(listeners.note)
    registry.on(listeners.SLOW_KIND)(listeners.note_slowly_at_first)
    stage = Stage(tmp_path)
    before = app.conf.broker_url
    hang_up()
    app.conf.broker_url = stage.valkey.url()
    try:
        stage.start_worker()
        yield stage
    finally:
        stage.leave()
        hang_up()
        app.conf.broker_url = before


def hang_up() -> None:
    """Forget connections to the broker that was: kombu keeps closed pools by address and would hand them out again."""
    pools.reset()
    app._pool = None
    app.amqp._producer_pool = None


def happen(user: User, kind: str = listeners.KIND) -> float:
    """One business call that records a fact. Answers how long it took."""
    started = time.perf_counter()
    with transaction.atomic():
        services.record(kind, subject=user, actor=user)
    return time.perf_counter() - started


def effects() -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT event_id FROM broker_effects ORDER BY event_id")
        return [row[0] for row in cursor.fetchall()]


def is_all_done() -> bool:
    return not Delivery.objects.exclude(state=Delivery.State.DONE).exists()


def sweep_until_done(stage: Stage) -> None:
    """What beat does every ten seconds, a little faster."""

    def swept() -> bool:
        stage.revive_worker()
        with suppress(Exception):
            tasks.sweep.delay()
        time.sleep(0.5)
        return is_all_done()

    wait_for(swept, "all is delivered")


def test_the_broker_dies_in_the_middle_and_nothing_is_lost_or_doubled(clara_for_good: User, stage: Stage) -> None:
    calm = [happen(clara_for_good) for _ in range(10)]
    stage.kill_broker()
    stormy = [happen(clara_for_good) for _ in range(10)]
    assert Delivery.objects.count() == 20
    assert not is_all_done()
    assert max(calm + stormy) < 0.6

    stage.valkey.start()
    sweep_until_done(stage)
    assert effects() == sorted(Delivery.objects.values_list("event_id", flat=True))
    assert len(effects()) == 20


def test_a_worker_killed_in_the_middle_of_a_handler_leaves_one_effect(clara_for_good: User, stage: Stage) -> None:
    happen(clara_for_good, listeners.SLOW_KIND)
    wait_for((stage.folder / "begun").exists, "the handler has begun")
    stage.kill_worker()
    assert effects() == []
    assert not is_all_done()

    stage.start_worker()
    wait_for(is_all_done, "the broker hands the task to the new worker")
    delivery = Delivery.objects.get()
    assert effects() == [delivery.event_id]
    assert delivery.attempts == 1
