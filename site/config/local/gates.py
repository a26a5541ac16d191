"""`make test`: every gate in order, the quick ones first. The first that fails shows its words and stops the rest."""

import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

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


@dataclass
class Suite:
    """A part of the tests in a process of its own, with services of its own."""

    name: str
    marks: str
    folders: tuple[str, ...] = ("tests",)
    without: tuple[str, ...] = ()
    process: "subprocess.Popen[str] | None" = None

    @property
    def log(self) -> Path:
        """Where its words go."""
        return ROOT / ".local" / f"test-{self.name}.txt"

    def start(self, env: dict[str, str]) -> "subprocess.Popen[str]":
        """Begin the tests of the folders that have these marks."""
        command = [sys.executable, "-m", "pytest", "--create-db", "-q", "--durations=15", "-m", self.marks]
        command += [*self.folders, *(f"--ignore={folder}" for folder in self.without)]
        services = {**env, "LINTEL_SERVICES": f"test-{self.name}", "PYTHONUNBUFFERED": "1"}
        with self.log.open("w", encoding="utf-8") as words:
            self.process = subprocess.Popen(command, cwd=ROOT, env=services, stdout=words, stderr=words, text=True)  # noqa: S603
        return self.process

    def result(self) -> str:
        """Says its words as they come, until it ends; answers pytest's last line."""
        say(f"-- {self.name}")
        with self.log.open(encoding="utf-8") as told:
            said = [*self._until_it_ends(told)]
        totals = re.findall(r"^.*\d+ (?:passed|failed|error).*$", "".join(said), re.MULTILINE)
        return f"{self.name}: {totals[-1].strip('= ') if totals else 'its words are above'}"

    def _until_it_ends(self, told: IO[str]) -> Iterator[str]:
        is_over = False
        while True:
            new = told.read()
            sys.stdout.write(new)
            sys.stdout.flush()
            yield new
            if is_over and not new:
                return
            is_over = self.process is not None and self.process.poll() is not None
            time.sleep(0 if is_over else 0.5)


def lanes(*, exhaustive: bool) -> list[list[Suite]]:
    """All tests, or all but the exhaustive ones, as two lanes that take about as long as each other on two cores."""
    also = "" if exhaustive else " and not exhaustive"
    rest, browser, doors = f"not browser{also}", f"browser{also}", ("tests/api", "tests/config")
    return [
        [Suite("rest", rest, without=doors)],
        [Suite("browser", browser, ("tests/browser",)), Suite("doors", rest, doors)],
    ]


def drive(lane: list[Suite], env: dict[str, str]) -> None:
    """The suites of a lane, one after the other."""
    for suite in lane:
        suite.start(env).wait()


def run_tests(*, exhaustive: bool) -> str:
    """Every suite, two at a time; answers their last lines. Raises SystemExit when a test fails."""
    browser = chromium.find()
    if not browser:
        raise SystemExit(f"make test: {chromium.how_to_get_it()}")
    side_by_side = lanes(exhaustive=exhaustive)
    suites = [suite for lane in side_by_side for suite in lane]
    for suite in suites:
        suite.log.parent.mkdir(exist_ok=True)
        suite.log.write_text("")
    with ThreadPoolExecutor(len(side_by_side)) as pool:
        driven = [pool.submit(drive, lane, {**os.environ, "CHROMIUM": browser}) for lane in side_by_side]
        results = ", ".join([suite.result() for suite in suites])
    for one in driven:
        one.result()
    if any(suite.process is None or suite.process.returncode for suite in suites):
        raise SystemExit(f"make test: pytest failed: {results}")
    return results


def look_from_outside() -> None:
    """The Observatory's scores, where there is Node to ask for them."""
    if shutil.which("npm"):
        pass_gate(Gate("observatory", module("config.local.observatory")))
    else:
        say("  observatory      left out: it needs Node 20 with npm")


def main() -> None:
    """All gates; with --lint only those that read the code, with --all the exhaustive tests as well."""
    for gate in LINT:
        pass_gate(gate)
    names = ", ".join(gate.name for gate in LINT)
    if "--lint" in sys.argv:
        say(f"make lint: all good ({names})")
    else:
        tests = run_tests(exhaustive="--all" in sys.argv)
        if "--all" in sys.argv:
            look_from_outside()
        say(f"make test: all good ({names}, {tests})")


if __name__ == "__main__":
    main()
