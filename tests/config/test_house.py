"""The house keeps its own rules: layout, sizes, floors, pins, time limits."""

import ast
import configparser
import importlib.util
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from celery import current_app
from django.apps import apps
from django.conf import settings
from django.core.management import call_command

from config.docs.floors import floor_of, floors
from config.env import ROOT

OURS = ("config", "pages", "screens", "design", "marketplace", "blog", "search")
FOLDERS = ("site", "marketplace", "blog", "search", "tests")


def sources(*folders: str) -> Iterator[Path]:
    """Our Python files, without migrations."""
    for folder in folders:
        yield from (path for path in sorted((ROOT / folder).rglob("*.py")) if "migrations" not in path.parts)


def place(path: Path) -> str:
    return str(path.relative_to(ROOT))


def test_site_is_a_folder_and_never_a_package() -> None:
    assert not (ROOT / "site" / "__init__.py").exists()
    answer = subprocess.run(
        [sys.executable, "-c", "import site; print(site.__file__)"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert Path(answer.stdout.strip()).name == "site.py"
    assert not answer.stdout.startswith(str(ROOT / "site"))


@pytest.mark.parametrize("package", OURS)
def test_every_package_of_ours_is_the_one_of_this_repository(package: str) -> None:
    found = importlib.util.find_spec(package)
    assert found is not None
    assert found.origin is not None
    assert Path(found.origin).is_relative_to(ROOT)
    assert ".venv" not in Path(found.origin).parts


def test_no_function_is_longer_than_forty_lines() -> None:
    long = [
        f"{place(path)}: {node.name} has {lines} lines"
        for path in sources(*FOLDERS)
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (lines := (node.end_lineno or 0) - node.lineno + 1) > 40
    ]
    assert long == []


def test_no_file_is_longer_than_three_hundred_lines() -> None:
    def limit(path: Path) -> int:
        return 400 if path.parts[len(ROOT.parts)] == "tests" or "models" in place(path) else 300

    long = [
        f"{place(path)} has {lines} lines"
        for path in sources(*FOLDERS)
        if (lines := len(path.read_text().splitlines())) > limit(path)
    ]
    assert long == []


def test_no_key_points_to_a_higher_or_neighbouring_floor() -> None:
    """Strings escape import-linter. The user is the one exception: Django's own seam for it is a setting."""
    wrong = []
    for model in apps.get_models():
        here = floor_of(model._meta.app_config.name)
        for field in [*model._meta.local_fields, *model._meta.local_many_to_many]:
            target = getattr(field.remote_field, "model", None)
            if here is None or not isinstance(target, type) or target._meta.label == settings.AUTH_USER_MODEL:
                continue
            there = floor_of(target._meta.app_config.name)
            if there is not None and target._meta.app_label != model._meta.app_label and there <= here:
                wrong.append(f"{model._meta.label}.{field.name} -> {target._meta.label}")
    assert wrong == []


def test_every_app_of_ours_has_a_floor() -> None:
    named = {name for floor in floors() for name in floor}
    ours = {config.name for config in apps.get_app_configs() if Path(config.path).is_relative_to(ROOT / "marketplace")}
    assert ours - named == set()


def test_the_table_of_rooms_names_those_of_the_contract_in_their_order() -> None:
    contracts = configparser.ConfigParser()
    contracts.read(ROOT / ".importlinter")
    rows = contracts["importlinter:contract:rooms"]["layers"].strip().split("\n")
    page = (ROOT / "docs" / "house.md").read_text()
    table = [line.split("|")[1] for line in page.splitlines() if re.match(r"\| `\w+(?:\.py|/)`", line)]
    assert [set(re.findall(r"`(\w+)(?:\.py|/)`", row)) for row in table] == [
        set(re.findall(r"\((\w+)\)", row)) for row in rows
    ]


def test_the_page_of_the_house_names_no_file_that_is_not_there() -> None:
    page = (ROOT / "docs" / "house.md").read_text()
    named = re.findall(r"`([a-z][\w/]*/(?:\w+\.(?:py|html|md))?)`", page)
    assert len(named) > 30
    starts = ("", "site", "templates", "marketplace", "marketplace/projects")
    assert [name for name in named if not any((ROOT / start / name).exists() for start in starts)] == []


def test_no_file_names_a_place_on_somebody_s_machine() -> None:
    pattern = re.compile(r"(?<![\w.:/}])/(?:(?:home|Users)/\w+/|root/|work/|srv/)\w+")
    tracked = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False).stdout.split(
        "\n"
    )
    kinds = (".py", ".md", ".toml", ".html", ".js", ".css", ".yml", ".yaml", ".in", ".txt", "Makefile", "run")
    found = [
        f"{name}: {match.group()}"
        for name in tracked
        if name.endswith(kinds) and (ROOT / name).exists() and name != place(Path(__file__))
        for match in pattern.finditer((ROOT / name).read_text())
    ]
    assert found == []


def test_handlers_are_imported_when_their_app_is_ready() -> None:
    """Nobody would notice otherwise: the facts are recorded and nothing happens."""
    handlers = [path for path in sources(*FOLDERS) if path.name == "handlers.py"]
    assert len(handlers) >= 5
    assert [place(path) for path in handlers if "import" not in said_of_handlers(path)] == []


def said_of_handlers(path: Path) -> str:
    """The line of the app's `apps.py` that speaks of its handlers."""
    apps_file = path.with_name("apps.py")
    lines = apps_file.read_text().splitlines() if apps_file.exists() else []
    return next((line for line in lines if "handlers" in line), "")


def our_tasks() -> list[str]:
    current_app.loader.import_default_modules()
    return sorted(name for name in current_app.tasks if name.split(".")[0] in OURS)


def test_every_task_ends_before_half_the_visibility_time() -> None:
    asked = start(PRODUCTION, "print(config.settings.CELERY_BROKER_TRANSPORT_OPTIONS['visibility_timeout'])")
    visibility = int(asked.stdout)
    assert visibility > 2 * settings.CELERY_TASK_TIME_LIMIT
    assert settings.CELERY_TASK_SOFT_TIME_LIMIT < settings.CELERY_TASK_TIME_LIMIT
    assert "marketplace.audit.tasks.deliver" in our_tasks()
    slow = {name: current_app.tasks[name].time_limit for name in our_tasks()}
    assert {name: limit for name, limit in slow.items() if limit is not None and limit >= visibility / 2} == {}


def test_every_task_says_why_it_may_run_twice() -> None:
    silent = [name for name in our_tasks() if not says_why_twice(name)]
    assert silent == []


def says_why_twice(name: str) -> bool:
    """In the task's own sentence, or in that of its module."""
    task = current_app.tasks[name]
    words = f"{task.run.__doc__} {sys.modules[task.__module__].__doc__}"
    return re.search(r"twice|repeat|again|idempotent", words) is not None


def test_every_periodic_task_exists() -> None:
    planned = {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}
    assert planned - set(our_tasks()) == set()


def test_nothing_is_put_off_through_the_broker() -> None:
    """A countdown longer than the visibility time-out runs several times; due-time rows do it right."""
    found = [
        f"{place(path)}:{keyword.value.lineno} {keyword.arg}"
        for path in sources("site", "marketplace", "blog", "search")
        for call in ast.walk(ast.parse(path.read_text()))
        if isinstance(call, ast.Call)
        for keyword in call.keywords
        if keyword.arg in ("countdown", "eta") and not _is_short(keyword.value)
    ]
    assert found == []


def _is_short(value: ast.expr) -> bool:
    return isinstance(value, ast.Constant) and isinstance(value.value, int | float) and value.value <= 60


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_every_requirement_is_pinned_with_hashes(name: str) -> None:
    text = (ROOT / name).read_text().replace("\\\n", " ")
    loose = [
        line.split()[0]
        for line in text.splitlines()
        if line.strip() and not line.lstrip().startswith("#") and ("==" not in line or "--hash=sha256:" not in line)
    ]
    assert loose == []


def start(env: dict[str, str], then: str = "") -> "subprocess.CompletedProcess[str]":
    """Read the settings in a process with this environment and nothing else, then do a little more."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return subprocess.run(
        [sys.executable, "-c", f"import config.settings; {then}"],
        cwd=ROOT, env={**kept, "PYTHONPATH": "site", **env}, capture_output=True, text=True, check=False,
    )  # fmt: skip


PRODUCTION = {
    "ALLOWED_HOSTS": "lintel.example",
    "SECRET_KEY": "a long text that is nobody's secret",
    "DATABASE_URL": "postgresql://localhost:1/none",
    "REDIS_URL": "redis://localhost:1/0",
    "SITE_URL": "https://lintel.example",
    "EMAIL_URL": "smtp://localhost:1",
    "JWT_PRIVATE_KEY": "none",
}


@pytest.mark.parametrize("missing", sorted(PRODUCTION))
def test_without_an_environment_the_start_is_refused_and_names_what_is_missing(missing: str) -> None:
    answer = start({name: value for name, value in PRODUCTION.items() if name != missing})
    assert answer.returncode == 1
    assert answer.stderr.strip() == f"{missing} is not set. See .env.example for what it holds."


def test_with_everything_set_production_starts() -> None:
    answer = start(PRODUCTION)
    assert (answer.returncode, answer.stderr) == (0, "")


def test_an_unknown_environment_is_refused() -> None:
    answer = start({"LINTEL_ENV": "staging"})
    assert answer.returncode == 1
    assert answer.stderr.strip() == "LINTEL_ENV must be one of production, demo, test, build, not 'staging'."


def test_the_example_names_every_variable_that_has_no_default() -> None:
    example = (ROOT / ".env.example").read_text()
    assert [name for name in PRODUCTION if f"\n{name}=\n" not in example] == []


def test_the_drawn_pages_of_docs_are_fresh() -> None:
    call_command("draw_docs", check=True)


def test_the_drawing_of_the_floors_has_every_sub_app() -> None:
    drawing = (ROOT / "docs/house.md").read_text(encoding="utf-8").partition("```mermaid")[2].partition("```")[0]
    sub_apps = {path.parent.name for path in (ROOT / "marketplace").glob("*/apps.py")}
    assert sub_apps - set(re.findall(r"\w+", drawing)) == set()
