"""Dockerfile, compose.yaml and nginx say what the code says: one list of processes, one list of settings."""

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.conf import settings

from config import health, processes
from config.env import ROOT
from marketplace.media.views import PICTURE, SANDBOX
from tests.config.deployment import asked_for, compose, example, instructions, locations

NGINX = ROOT / "deploy/nginx/nginx.conf"
OURS = list(processes.PROCESSES)


def variables_of_the_code() -> set[str]:
    """Every variable that config.env, config.processes and config.gunicorn read."""
    readers = {"text", "number", "words", "keys", "os.environ.get"}
    found = set()
    for name in ("env.py", "processes.py", "gunicorn.py"):
        for node in ast.walk(ast.parse((ROOT / "site/config" / name).read_text())):
            is_call = isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant)
            if is_call and ast.unparse(node.func) in readers:
                found |= {str(one.value) for one in node.args[: 2 if ast.unparse(node.func) == "keys" else 1]}
    return found - {"LINTEL_ENV", "LINTEL_PROCESS", "LINTEL_SERVICES", "PORT"}


def test_the_example_names_every_setting_of_the_code_and_of_compose_and_no_other() -> None:
    assert set(example()) == variables_of_the_code() | asked_for((ROOT / "compose.yaml").read_text())


def test_what_has_no_default_is_marked_so_in_the_example() -> None:
    from config.local.gates import PRODUCTION

    assert {name for name, is_needed in example().items() if is_needed} == set(PRODUCTION) - {"LINTEL_ENV"}


@pytest.mark.parametrize("name", OURS)
def test_every_process_of_the_product_is_a_service(name: str) -> None:
    service = compose()["services"][name]
    assert service["command"] == ["python", "-m", "config.processes", name]
    assert service["healthcheck"]["test"] == ["CMD", "python", "-m", "config.health", name]
    assert service["image"] == "${LINTEL_IMAGE:-lintel:latest}"
    assert (service["read_only"], service["cap_drop"]) == (True, ["ALL"])
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert name in health.CHECKS


def test_nothing_else_runs_but_what_lintel_needs() -> None:
    assert set(compose()["services"]) == {*OURS, "nginx", "db", "cache", "broker", "elasticsearch"}


def test_every_service_is_watched_limited_and_comes_back() -> None:
    for name, service in compose()["services"].items():
        assert service["healthcheck"]["test"], name
        assert service["mem_limit"], name
        assert service["restart"] == "unless-stopped", name
        assert service["logging"]["options"]["max-size"] == "20m", name


def test_only_nginx_is_open_to_the_world() -> None:
    services = compose()["services"]
    assert [name for name, service in services.items() if "ports" in service] == ["nginx"]
    assert compose()["networks"]["inside"] == {"internal": True}
    for name in ("db", "cache", "broker", "elasticsearch"):
        assert services[name]["networks"] == ["inside"]


def test_every_volume_is_declared_and_used() -> None:
    used = {
        volume.split(":")[0]
        for service in compose()["services"].values()
        for volume in service.get("volumes", [])
        if not volume.startswith((".", "$"))
    }
    assert used == set(compose()["volumes"])


def test_files_that_are_mounted_exist() -> None:
    for service in compose()["services"].values():
        for volume in service.get("volumes", []):
            if volume.startswith("./"):
                assert (ROOT / volume.split(":")[0]).exists(), volume


def test_no_secret_has_a_default() -> None:
    text = (ROOT / "compose.yaml").read_text()
    for name in ("DATABASE_PASSWORD", "POSTGRES_PASSWORD", "VALKEY_PASSWORD"):
        assert not re.search(rf"\$\{{{name}:?-", text)
        assert f"${{{name}:?is not set, see .env.example}}" in text


def test_the_queue_throws_nothing_out_and_the_cache_may() -> None:
    services = compose()["services"]
    assert services["broker"]["command"][-1] == "noeviction"
    assert services["cache"]["command"][-1] == "volatile-lru"


def test_a_worker_may_finish_what_it_has_begun() -> None:
    for name in ("worker", "mail"):
        assert int(compose()["services"][name]["stop_grace_period"].rstrip("s")) > settings.CELERY_TASK_TIME_LIMIT


def test_every_queue_has_a_worker() -> None:
    asked = {str(route["queue"]) for route in settings.CELERY_TASK_ROUTES.values()} | {
        settings.CELERY_TASK_DEFAULT_QUEUE
    }
    commands = [*processes.worker(), *processes.mail()]
    assert {q for word in commands if word.startswith("--queues=") for q in word.split("=")[1].split(",")} == asked


def test_the_extensions_are_those_of_the_embedded_server() -> None:
    from config.local.postgres import EXTENSIONS

    script = (ROOT / "deploy/postgres/init.sh").read_text()
    assert tuple(re.findall(r"CREATE EXTENSION IF NOT EXISTS (\w+)", script)) == EXTENSIONS
    assert "SUPERUSER" not in script


class TestImage:
    said = instructions(ROOT / "Dockerfile")

    def last_stage(self) -> list[tuple[str, str]]:
        return self.said[max(n for n, (word, _) in enumerate(self.said) if word == "FROM") :]

    def test_packages_come_by_hash_and_as_wheels(self) -> None:
        installs = [text for word, text in self.said if word == "RUN" and "pip install" in text]
        assert len(installs) == 1
        assert "--require-hashes --only-binary=:all: -r /tmp/requirements.txt" in installs[0]

    def test_it_runs_as_nobody_special(self) -> None:
        assert [text for word, text in self.last_stage() if word == "USER"] == ["10001:10001"]

    def test_the_last_stage_installs_nothing(self) -> None:
        for word, text in self.last_stage():
            assert not (word == "RUN" and re.search(r"apt|pip|curl|wget", text))

    def test_nothing_is_fetched_by_add_and_no_secret_is_in_a_layer(self) -> None:
        assert "ADD" not in {word for word, _ in self.said}
        for _, text in self.said:
            assert not re.search(r"(SECRET_KEY|PASSWORD|JWT_PRIVATE_KEY|_URL)=", text)

    def test_the_base_has_a_version_that_is_not_latest(self) -> None:
        bases = [text for word, text in self.said if word == "ARG" and text.startswith("PYTHON=")]
        assert bases == ["PYTHON=python:3.11-slim-bookworm"]
        for service in compose()["services"].values():
            if "LINTEL_IMAGE" not in service["image"]:
                assert re.search(r":\d", service["image"]), service["image"]

    def test_it_says_how_it_is(self) -> None:
        assert [word for word, _ in self.last_stage() if word in ("HEALTHCHECK", "CMD")] == ["HEALTHCHECK", "CMD"]

    def test_its_ports_are_those_of_the_processes(self) -> None:
        assert ("EXPOSE", f"{processes.WEB_PORT} {processes.SOCKETS_PORT}") in self.said

    def test_its_variables_are_settings(self) -> None:
        known = {"PATH", "PYTHONPATH", "PYTHONUNBUFFERED", "PYTHONDONTWRITEBYTECODE", "LINTEL_VERSION"}
        said = [text for word, text in self.last_stage() if word == "ENV"]
        assert set(re.findall(r"(?:^|\s)([A-Z_]+)=", " ".join(said))) == known | {"STATIC_ROOT", "MEDIA_ROOT"}

    def test_only_what_the_site_runs_on_goes_in(self) -> None:
        lines = [line for line in (ROOT / ".dockerignore").read_text().splitlines() if not line.startswith("#")]
        assert lines[0] == "*"
        let_in = {line[1:] for line in lines if line.startswith("!")}
        assert let_in == {
            "manage.py", "requirements.txt", "pyproject.toml", "site", "marketplace", "blog", "search", "templates",
            "locale", "LICENSE",
        }  # fmt: skip
        for name in let_in:
            assert (ROOT / name).exists()


class TestNginx:
    text = NGINX.read_text()
    places = locations(NGINX)

    def test_pictures_are_those_that_the_application_would_serve(self) -> None:
        pattern = next(place for place in self.places if place.startswith('~ "^/media/'))
        assert pattern == f'~ "^/media/{PICTURE.pattern}$"'
        body = self.places[pattern]
        assert f'add_header Content-Security-Policy "{SANDBOX}";' in body
        assert 'add_header Cache-Control "public, max-age=31536000, immutable";' in body
        assert "add_header X-Content-Type-Options nosniff;" in body

    def test_nothing_else_of_the_media_folder_is_open(self) -> None:
        media = [name for name, body in self.places.items() if "/media" in name or "alias" in body]
        assert len(media) == 1
        assert [name for name, body in self.places.items() if re.search(r"root /lintel;", body)] == [
            "/static/",
            media[0],
        ]

    def test_no_header_is_added_to_what_the_application_answers(self) -> None:
        proxied = {name: body for name, body in self.places.items() if "proxy_pass" in body}
        assert {"/", "= /ws/", "= /livez", "= /readyz", "@application"} <= set(proxied)
        for name, body in proxied.items():
            assert "add_header" not in body, name
        before_locations = re.findall(r"(?m)^ {4}(?: {4})?add_header", self.text)
        assert before_locations == []

    def test_its_neighbours_are_services_with_their_ports(self) -> None:
        servers = re.findall(r"server (\w+):(\d+) ", self.text)
        assert servers == [("web", str(processes.WEB_PORT)), ("sockets", str(processes.SOCKETS_PORT))]

    def test_the_requests_id_is_passed_on_and_in_the_log(self) -> None:
        assert "proxy_set_header X-Request-ID $request_id;" in self.text
        assert "[$request_id]'" in self.text
        assert "$args" not in self.text.split("access_log")[0]

    def test_the_largest_request_of_the_application_fits(self) -> None:
        assert "client_max_body_size 200m;" in self.text

    def test_while_the_application_is_away_people_and_programs_are_told(self) -> None:
        pages = ROOT / "deploy/nginx/pages"
        assert "error_page 502 503 504 =503 $away;" in self.text
        assert "error_page 429 $too_many;" in self.text
        assert "error_page 413 $too_large;" in self.text
        told = {name.removeprefix("/") for name in re.findall(r" (/[a-z-]+\.(?:html|json));", self.text)}
        assert told == {path.name for path in pages.iterdir() if path.suffix != ".css"}
        for path in pages.glob("*.html"):
            assert not re.search(r"<style|<script|style=|\son\w+=", path.read_text()), path
        said = {path.stem: json.loads(path.read_text()) for path in pages.glob("*.json")}
        assert {name: (body["status"], body["code"]) for name, body in said.items()} == {
            "away": (503, "unavailable"), "too-many": (429, "throttled"), "too-large": (413, "too_large"),
        }  # fmt: skip

    def test_static_files_are_where_the_settings_say(self) -> None:
        assert settings.STATIC_URL in self.places
        assert settings.MEDIA_URL == "/media/"


def test_a_process_that_is_not_known_is_refused() -> None:
    with pytest.raises(SystemExit, match="say which process: web, sockets, worker, mail, beat"):
        processes.main(["webb"])


def test_becoming_a_process(monkeypatch: pytest.MonkeyPatch) -> None:
    became: list[Any] = []
    monkeypatch.setattr("os.execv", lambda path, words: became.extend(words))
    monkeypatch.setenv("LINTEL_PROCESS", "command")
    processes.main(["mail"])
    assert became[1:5] == ["-m", "celery", "-A", "config"]
    assert "--queues=mail" in became
    import os

    assert os.environ["LINTEL_PROCESS"] == "worker"


def test_a_process_that_is_away_is_told_in_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "WEB_PORT", 1)
    with pytest.raises(SystemExit, match=r"web: URLError: .*refused"):
        health.main(["web"])


def test_beat_is_well_while_its_lock_is_held(monkeypatch: pytest.MonkeyPatch) -> None:
    from redis import Redis

    monkeypatch.setenv("REDIS_URL", settings.REDIS_URL)
    monkeypatch.setenv("BROKER_URL", settings.CELERY_BROKER_URL)
    with Redis.from_url(settings.CELERY_BROKER_URL) as broker:
        broker.delete("redbeat::lock")
        with pytest.raises(SystemExit, match="beat does not answer"):
            health.main(["beat"])
        broker.set("redbeat::lock", "held", ex=30)
        health.main(["beat"])
        broker.delete("redbeat::lock")


def test_no_operators_file_names_a_path_of_one_machine() -> None:
    for name in ("Dockerfile", "compose.yaml", "deploy/nginx/nginx.conf", "deploy/postgres/init.sh"):
        assert not re.search(r"/home/|/Users/|/work/", Path(ROOT / name).read_text()), name


def test_health_is_asked_under_the_sites_own_name(monkeypatch: pytest.MonkeyPatch) -> None:
    """A production answers to its names only, and 127.0.0.1 is none of them."""
    import http.server
    import threading

    asked: list[str] = []

    class Web(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(f"{self.headers['Host']} {self.path}")
            self.send_response(200)
            self.end_headers()

        def log_message(self, *args: object) -> None:
            """Quiet."""

    server = http.server.HTTPServer(("127.0.0.1", 0), Web)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    monkeypatch.setenv("SITE_URL", "https://lintel.example")
    monkeypatch.setattr(health, "WEB_PORT", server.server_port)
    health.main(["web"])
    server.shutdown()
    server.server_close()
    assert asked == ["lintel.example /livez"]


def workflows() -> Iterator[tuple[str, dict[str, Any]]]:
    for path in sorted((ROOT / ".github/workflows").glob("*.yml")):
        yield path.name, yaml.safe_load(path.read_text())


def test_every_action_is_pinned_to_a_commit() -> None:
    uses = [
        step["uses"]
        for _, flow in workflows()
        for job in flow["jobs"].values()
        for step in job["steps"]
        if "uses" in step
    ]
    assert uses
    assert [use for use in uses if not re.fullmatch(r"[\w/-]+@[0-9a-f]{40}", use)] == []


def test_workflows_may_read_and_only_publishing_may_write() -> None:
    for name, flow in workflows():
        assert flow["permissions"] == {"contents": "read"}, name
        may = {job: said["permissions"] for job, said in flow["jobs"].items() if "permissions" in said}
        assert may == ({"publish": {"contents": "read", "packages": "write"}} if name == "image.yml" else {})


def test_a_tag_is_published_only_after_every_gate() -> None:
    publish = dict(workflows())["image.yml"]["jobs"]["publish"]
    assert publish["if"] == "startsWith(github.ref, 'refs/tags/v')"
    assert publish["needs"] == "build"
    assert [step.get("run", "") for step in publish["steps"]].index(".ci/run") == 1
    assert "make test" in (ROOT / ".ci/run").read_text()
