"""Services of our own: real, in our language, and back after a crash."""

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection

from config.env import ROOT
from config.local.folder import Folder, Lease
from config.local.postgres import Postgres
from config.local.valkey import Valkey


def one(query: str) -> object:
    with connection.cursor() as cursor:
        cursor.execute(query)
        row = cursor.fetchone()
    assert row is not None
    return row[0]


@pytest.mark.django_db
def test_postgres_knows_russian() -> None:
    assert one("SELECT lower('ВАННАЯ')") == "ванная"
    assert one("SELECT to_tsvector('russian', 'светлыми кухнями')") == "'кухн':2 'светл':1"
    assert one("SELECT unaccent('ёлка')") == "елка"


@pytest.mark.django_db
def test_trigrams_forgive_a_typo_in_both_alphabets() -> None:
    assert one("SELECT 'ванная' % 'ваная'") is True
    assert one("SELECT 'kitchen' % 'kichen'") is True
    assert one("SELECT 'kitchen' % 'ванная'") is False


@pytest.mark.django_db
def test_the_app_is_no_superuser() -> None:
    assert one("SELECT rolsuper FROM pg_roles WHERE rolname = current_user") is False
    assert one("SELECT current_user") == "lintel"


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder("demo", tmp_path / "a folder with spaces")


def test_valkey_is_back_under_its_address_after_a_crash(folder: Folder) -> None:
    valkey = Valkey(folder)
    valkey.start()
    before = valkey.url()
    try:
        with valkey.client() as client:
            client.set("kept", "yes")
            client.wait(0, 0)
        os.kill(int((valkey.data / "valkey.pid").read_text()), signal.SIGKILL)
        assert not valkey.is_up()
        valkey.start()
        assert valkey.is_up()
        assert valkey.url() == before
    finally:
        valkey.stop()


def test_valkey_takes_another_port_when_its_own_is_taken(folder: Folder) -> None:
    valkey = Valkey(folder)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        folder.write_port("valkey", taken.getsockname()[1])
        valkey.start()
        try:
            assert folder.port("valkey") != taken.getsockname()[1]
            assert valkey.is_up()
        finally:
            valkey.stop()


def test_a_stranger_without_the_password_is_refused(folder: Folder) -> None:
    valkey = Valkey(folder)
    valkey.start()
    try:
        (folder.path / "valkey.secret").write_text("something else")
        assert not valkey.is_up()
    finally:
        os.kill(int((valkey.data / "valkey.pid").read_text()), signal.SIGTERM)


def test_postgres_survives_a_crash_and_a_forgotten_port(folder: Folder) -> None:
    postgres = Postgres(folder, durable=False)
    postgres.start()
    before = postgres.url()
    try:
        os.kill(int((postgres.data / "postmaster.pid").read_text().split()[0]), signal.SIGKILL)
        postgres.start()
        assert postgres.url() == before
        folder.write_port("postgres", 1)
        assert not postgres.is_up()
        postgres.start()
        assert postgres.url() == before
    finally:
        postgres.stop()


def test_postgres_starts_over_the_note_of_a_dead_server(folder: Folder) -> None:
    postgres = Postgres(folder, durable=False)
    postgres.start()
    postgres.stop()
    (postgres.data / "postmaster.pid").write_text(f"{os.getpid()}\n{postgres.data}\n1\n2\n")
    postgres.start()
    assert postgres.is_up()
    postgres.stop()


def test_only_the_last_holder_may_stop_the_services(folder: Folder) -> None:
    first, second = Lease(folder), Lease(folder)
    assert not first.is_last()
    second.file.close()
    assert first.is_last()
    first.file.close()


def test_two_processes_that_start_at_once_share_one_set(tmp_path: Path) -> None:
    """Each asks for the services of the same folder at the same moment, and gets the same addresses."""
    program = (
        "import os, sys; from pathlib import Path; from config.local import folder, services;"
        "folder.Folder.__init__.__defaults__ = (Path(sys.argv[1]),);"
        "services.provide('test'); print(os.environ['DATABASE_URL'], os.environ['REDIS_URL'], flush=True);"
        "sys.stdin.readline()"
    )
    env = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "REDIS_URL")}
    both = [
        subprocess.Popen(
            [sys.executable, "-c", program, str(tmp_path)], text=True, cwd=ROOT,
            env={**env, "PYTHONPATH": str(ROOT / "site")}, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        )
        for _ in range(2)
    ]  # fmt: skip
    said = [process.stdout.readline() for process in both if process.stdout]
    for process in both:
        process.communicate("\n", timeout=60)
    assert said[0] == said[1] != ""
    assert [process.returncode for process in both] == [0, 0]
    assert not (tmp_path / ".local/test/postgres/postmaster.pid").exists()
