"""`make test`: every gate in order, the quick ones first. The first that fails shows its words and stops the rest."""

import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from config.local import chromium
from config.local.folder import ROOT

TEMPLATES = ("templates", "site", "marketplace", "blog", "search")
# What a real installation sets, with values that are nobody's: for Django's own deployment checks.
PRODUCTION = {
    "LINTEL_ENV": "production",
    "SECRET_KEY": "only-to-be-checked-and-of-no-use-anywhere-else-0123456789-abcdefghijk",
    "DATABASE_URL": "postgresql://localhost:1/none",
    "REDIS_URL": "redis://localhost:1/0",
    "SITE_URL": "https://lintel.example",
    "ALLOWED_HOSTS": "lintel.example",
    "EMAIL_URL": "smtp://localhost:1",
    "JWT_PRIVATE_KEY": "only-to-be-checked",
}


@dataclass(frozen=True)
class Gate:
    """A command that must succeed."""

    name: str
    command: Callable[[], list[str]]
    env: dict[str, str] = field(default_factory=dict)


def module(*words: str) -> Callable[[], list[str]]:
    """`python -m words`."""
    return lambda: [sys.executable, "-m", *words]


def script(name: str, *words: str) -> Callable[[], list[str]]:
    """A command that has no module to run, from beside this Python."""
    return lambda: [str(Path(sys.executable).parent / name), *words]


def manage(*words: str) -> Callable[[], list[str]]:
    """`python manage.py words`."""
    return lambda: [sys.executable, "manage.py", *words]


def templates() -> Iterator[str]:
    """The paths of all templates, from the root, in order."""
    for folder in TEMPLATES:
        yield from sorted(str(path.relative_to(ROOT)) for path in (ROOT / folder).rglob("*.html"))


BUILD = {"LINTEL_ENV": "build"}
LINT = [
    Gate("ruff format", module("ruff", "format", "--check", "--quiet", ".")),
    Gate("ruff", module("ruff", "check", "--quiet", ".")),
    Gate("djade", script("djade", "--target-version", "5.2", "--check", *templates())),
    Gate("djlint", module("djlint", "--lint", "--quiet", *TEMPLATES)),
    Gate("import-linter", script("lint-imports")),
    Gate("mypy", module("mypy"), BUILD),
    Gate("migrations", manage("makemigrations", "--check", "--dry-run")),
    Gate("check --deploy", manage("check", "--deploy", "--fail-level", "WARNING"), PRODUCTION),
    Gate("docs", manage("draw_docs", "--check"), BUILD),
    Gate("messages", manage("messages", "--check"), BUILD),
]


def say(text: str) -> None:
    """One line for whoever runs the gates."""
    print(text, flush=True)  # noqa: T201 - this is a command


def pass_gate(gate: Gate) -> None:
    """Run one gate, silent when it holds. Raises SystemExit with its words when it does not."""
    started = time.monotonic()
    env = {**os.environ, **gate.env}
    done = subprocess.run(gate.command(), cwd=ROOT, env=env, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        say(done.stdout + done.stderr)
        raise SystemExit(f"make test: {gate.name} failed, its words are above.")
    say(f"  {gate.name:<16} {time.monotonic() - started:5.1f} s")


def run_tests(*, exhaustive: bool) -> str:
    """All tests, or all but the exhaustive ones, their words as they come.

    Answers pytest's last line; raises SystemExit when a test fails.
    """
    browser = chromium.find()
    if not browser:
        raise SystemExit(f"make test: {chromium.how_to_get_it()}")
    command = [sys.executable, "-m", "pytest", "--create-db", "-q", *([] if exhaustive else ["-m", "not exhaustive"])]
    last = ""
    with subprocess.Popen(  # noqa: S603
        command, cwd=ROOT, env={**os.environ, "CHROMIUM": browser}, stdout=subprocess.PIPE, text=True
    ) as process:
        for line in process.stdout or ():
            say(line.rstrip("\n"))
            if re.search(r"\d+ (passed|failed|errors?)", line):
                last = line.strip("= \n")
    if process.returncode:
        raise SystemExit(f"make test: pytest failed: {last or 'its words are above'}")
    return last


def main() -> None:
    """All gates; with --lint only those that read the code, with --all the exhaustive tests as well."""
    for gate in LINT:
        pass_gate(gate)
    names = ", ".join(gate.name for gate in LINT)
    if "--lint" in sys.argv:
        say(f"make lint: all good ({names})")
    else:
        tests = run_tests(exhaustive="--all" in sys.argv)
        say(f"make test: all good ({names}, {tests})")


if __name__ == "__main__":
    main()
