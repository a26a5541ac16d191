"""A deployment ends well or leaves what was there. Docker is played by a program that speaks its command line."""

import http.server
import json
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from config.deploy import first, smoke, static
from config.env import ROOT

OLD, NEW = "id of the old", "id of lintel:v2"


class Machine:
    """A folder with Lintel's files, docker on its PATH, and what that docker remembers."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.home = folder / "lintel"
        (self.home / "site/config/deploy").mkdir(parents=True)
        shutil.copy(ROOT / "site/config/deploy/run.py", self.home / "site/config/deploy/run.py")
        (self.home / ".env").write_text("SECRET_KEY=x\n")
        (self.home / "deploy/tls").mkdir(parents=True)
        for name in ("fullchain.pem", "privkey.pem"):
            (self.home / "deploy/tls" / name).touch()
        (folder / "bin").mkdir()
        fake = folder / "bin/docker"
        fake.write_text((ROOT / "tests/config/fake_docker.py").read_text())
        fake.chmod(0o755)
        self.memory = folder / "bin/docker.json"
        self.says(running=OLD)

    def says(self, *, running: str = "", fails: list[Any] | None = None) -> None:
        images = {"lintel:latest": running} if running else {}
        self.memory.write_text(json.dumps({"images": images, "running": running, "asked": [], "fails": fails or []}))

    def knows(self, name: str) -> Any:
        return json.loads(self.memory.read_text())[name]

    def asked(self) -> list[str]:
        """What docker was told to do, without the questions."""
        quiet = ("compose version", "compose config", "compose ps", "inspect")
        return [words for words, _ in self.knows("asked") if not words.startswith(quiet)]

    def deploys(self, *arguments: str) -> "subprocess.CompletedProcess[str]":
        env = {"PATH": f"{self.folder / 'bin'}:{Path(sys.executable).parent}:{os.environ['PATH']}"}
        command = [sys.executable, "-I", str(self.home / "site/config/deploy/run.py"), *arguments]
        return subprocess.run(command, env=env, capture_output=True, text=True, check=False)


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


RUN = "compose run --rm --no-deps -T web python"
WAIT = "--detach --wait --wait-timeout 180"
EXCHANGE = [
    f"compose up --no-deps {WAIT} web sockets worker mail beat",
    f"compose up --no-deps {WAIT} nginx",
    "compose exec -T nginx nginx -s reload",
    f"{RUN} -m config.deploy.smoke https://nginx",
]
PREPARE = [
    "tag id of the old lintel:previous",
    "pull lintel:v2",
    f"compose up {WAIT} db cache broker",
    f"{RUN} manage.py backup --to /lintel/backups --keep 14",
    f"{RUN} manage.py migrate --noinput",
    f"{RUN} manage.py sync_groups",
    f"{RUN} -m config.deploy.static /lintel/static",
]


def test_a_deployment_goes_step_by_step(machine: Machine) -> None:
    done = machine.deploys("--image", "lintel:v2")
    assert done.returncode == 0, done.stderr
    assert machine.asked() == [*PREPARE, *EXCHANGE, "tag lintel:v2 lintel:latest"]
    assert done.stdout.splitlines()[-1] == "make deploy: all good"
    assert machine.knows("running") == NEW
    assert machine.knows("images")["lintel:latest"] == NEW


def test_the_backup_is_made_by_the_version_that_knows_the_tables(machine: Machine) -> None:
    machine.deploys("--image", "lintel:v2")
    by = dict(machine.knows("asked"))
    assert by[PREPARE[3]] == OLD
    assert by[PREPARE[4]] == NEW


def test_without_a_name_the_folder_is_built(machine: Machine) -> None:
    done = machine.deploys()
    assert done.returncode == 0, done.stderr
    assert "build --tag lintel:local --build-arg VERSION=local ." in machine.asked()
    assert machine.knows("running") == "id of what was built"


def test_the_first_deployment_has_nothing_to_back_up(machine: Machine) -> None:
    machine.says()
    done = machine.deploys("--image", "lintel:v2")
    assert done.returncode == 0, done.stderr
    assert machine.asked() == [PREPARE[1], PREPARE[2], *PREPARE[4:], *EXCHANGE, "tag lintel:v2 lintel:latest"]


@pytest.mark.parametrize(
    ("words", "last"), [(["backup"], PREPARE[3]), (["migrate"], PREPARE[4]), (["config.deploy.static"], PREPARE[6])]
)
def test_what_fails_before_the_restart_leaves_everything_running(words: list[str], last: str, machine: Machine) -> None:
    machine.says(running=OLD, fails=[[words, ""]])
    done = machine.deploys("--image", "lintel:v2")
    assert done.returncode == 1
    assert done.stderr == f"make deploy: failed: docker {last}. Nothing was restarted: what ran before still runs.\n"
    assert machine.asked()[-1] == last
    assert machine.knows("running") == OLD
    assert machine.knows("images")["lintel:latest"] == OLD


def test_a_failing_smoke_test_brings_the_previous_image_back(machine: Machine) -> None:
    machine.says(running=OLD, fails=[[["config.deploy.smoke"], NEW]])
    done = machine.deploys("--image", "lintel:v2")
    assert done.returncode == 1
    assert done.stderr == (
        f"make deploy: failed: docker {EXCHANGE[3]}. The previous image is back and answers. The backup from before is"
        " in the volume backups.\n"
    )
    assert machine.asked() == [*PREPARE, *EXCHANGE, *EXCHANGE]
    assert machine.knows("running") == OLD
    assert machine.knows("images")["lintel:latest"] == OLD


def test_processes_that_do_not_become_well_bring_the_previous_image_back(machine: Machine) -> None:
    machine.says(running=OLD, fails=[[["up", "web"], NEW]])
    done = machine.deploys("--image", "lintel:v2")
    assert done.returncode == 1
    assert "The previous image is back and answers." in done.stderr
    assert machine.knows("running") == OLD


def test_a_previous_image_that_fails_too_is_told(machine: Machine) -> None:
    machine.says(running=OLD, fails=[[["config.deploy.smoke"], ""]])
    done = machine.deploys("--image", "lintel:v2")
    assert done.returncode == 1
    assert "The previous image was put back and does NOT answer well either (docker compose run" in done.stderr


def test_a_first_deployment_that_fails_says_where_to_look(machine: Machine) -> None:
    machine.says(fails=[[["config.deploy.smoke"], ""]])
    done = machine.deploys("--image", "lintel:v2")
    assert "There is no previous image to put back: see docker compose logs." in done.stderr
    assert "lintel:latest" not in machine.knows("images")


def test_missing_values_and_certificates_are_named_before_anything_is_done(machine: Machine) -> None:
    (machine.home / "deploy/tls/privkey.pem").unlink()
    assert "deploy/tls/privkey.pem is missing: nginx needs a certificate" in machine.deploys().stderr
    (machine.home / ".env").unlink()
    assert "there is no .env: copy .env.example" in machine.deploys().stderr
    assert machine.asked() == []


def test_a_machine_without_compose_is_told(machine: Machine) -> None:
    machine.says(fails=[[["version"], ""]])
    assert "install Docker with its compose plugin" in machine.deploys().stderr
    assert machine.asked() == []


def test_two_deployments_at_once_are_one(machine: Machine) -> None:
    import fcntl

    (machine.home / ".local").mkdir()
    with (machine.home / ".local/deploying").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        assert machine.deploys().stderr == "make deploy: failed: another deployment of this folder is at work\n"
    assert machine.asked() == []


def test_the_processes_are_all_of_them() -> None:
    from config.deploy import run
    from config.processes import PROCESSES

    assert list(PROCESSES) == run.PROCESSES


def test_static_files_of_earlier_versions_stay_for_a_while(tmp_path: Path) -> None:
    image, shared = tmp_path / "image", tmp_path / "shared"
    for folder, name in ((image, "css/new.1a.css"), (shared, "css/old.0f.css"), (shared, "css/ancient.00.css")):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(name)
    now = 1_800_000_000.0
    os.utime(shared / "css/old.0f.css", (now, now - 3600))
    os.utime(shared / "css/ancient.00.css", (now, now - static.FORGET_AFTER - 1))
    assert static.lay_out(image, shared, now) == 1
    assert static.lay_out(image, shared, now) == 0
    assert static.forget_old(shared, now) == 1
    assert sorted(path.name for path in (shared / "css").iterdir()) == ["new.1a.css", "old.0f.css"]


def test_the_first_values_are_all_that_is_needed_and_nobody_elses(tmp_path: Path) -> None:
    from tests.config.deployment import example

    first.main(["https://lintel.example/", "smtp://mail:25", "--self-signed"], tmp_path)
    file = tmp_path / ".env"
    said = dict(line.split("=", 1) for line in file.read_text().splitlines())
    compose_makes = {"DATABASE_URL", "REDIS_URL"}
    passwords = {"DATABASE_PASSWORD", "POSTGRES_PASSWORD", "VALKEY_PASSWORD"}
    assert set(said) == {name for name, is_needed in example().items() if is_needed} - compose_makes | passwords
    assert (said["SITE_URL"], said["ALLOWED_HOSTS"]) == ("https://lintel.example", "lintel.example")
    assert len({said[name] for name in passwords}) == 3
    assert said["JWT_PRIVATE_KEY"].startswith("-----BEGIN")
    assert file.stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "deploy/tls/privkey.pem").exists()
    before = file.read_text()
    with pytest.raises(SystemExit, match=r"there is a \.env already; nothing was changed"):
        first.main(["https://other.example", "smtp://mail:25"], tmp_path)
    assert file.read_text() == before


def test_a_site_without_https_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match=r"begins with https://, unlike http://lintel\.example"):
        first.main(["http://lintel.example", "smtp://mail:25"], tmp_path)
    assert not (tmp_path / ".env").exists()


class Answers(http.server.BaseHTTPRequestHandler):
    """A site of a few pages."""

    pages: dict[str, tuple[int, str]] = {}
    hosts: set[str] = set()

    def do_GET(self) -> None:
        self.hosts.add(str(self.headers["Host"]))
        status, text = self.pages.get(self.path, (404, ""))
        self.send_response(status)
        self.send_header("X-Request-ID", "1234567890")
        self.end_headers()
        self.wfile.write(text.encode())

    def log_message(self, *args: object) -> None:
        """Quiet."""


@pytest.fixture
def site() -> Iterator[smoke.Site]:
    Answers.pages = {
        "/readyz": (200, '{"status": "ok"}'),
        "/": (200, '<link rel="stylesheet" href="/static/a.1.css">'),
        "/static/a.1.css": (200, ""),
        "/projects/": (200, ""),
        "/api/v1/projects/": (200, '{"results": []}'),
        "/accounts/login/": (200, ""),
        "/admin/": (302, ""),
    }
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield smoke.Site(f"http://127.0.0.1:{server.server_port}", "lintel.example")
    server.shutdown()
    server.server_close()


def test_a_well_site_passes_the_smoke_test(site: smoke.Site) -> None:
    assert len(list(smoke.ask(site, 0))) == len(smoke.CHECKS)
    assert Answers.hosts == {"lintel.example"}


@pytest.mark.parametrize(
    ("path", "answer", "words"),
    [
        ("/readyz", (503, "{}"), "/readyz answers 503, not 200"),
        ("/readyz", (200, '{"status": "degraded"}'), "/readyz says {'status': 'degraded'}"),
        ("/", (500, ""), "/ answers 500, not 200"),
        ("/", (200, "<p>nothing</p>"), "/ names no style sheet"),
        ("/static/a.1.css", (404, ""), "/static/a.1.css answers 404, not 200"),
        ("/api/v1/projects/", (200, "{}"), "/api/v1/projects/ has no results"),
        ("/admin/", (200, ""), "/admin/ answers 200, not 302"),
    ],
)
def test_what_is_unwell_is_named(path: str, answer: tuple[int, str], words: str, site: smoke.Site) -> None:
    Answers.pages[path] = answer
    with pytest.raises(smoke.Unwell) as said:
        list(smoke.ask(site, 0))
    assert str(said.value) == words


def test_a_site_that_does_not_answer_is_unwell() -> None:
    with pytest.raises(smoke.Unwell, match="refused"):
        list(smoke.ask(smoke.Site("http://127.0.0.1:1", "lintel.example"), 0))
