"""`make lighthouse`: what Google's Lighthouse thinks of the running demo. Needs Node, so no other command calls it."""

import json
import os
import shutil
import statistics
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.request import urlopen

from config.local import chromium
from config.local.folder import ROOT

VERSION = "12.8.2"
ROUNDS = 5
# Now and then it loses the browser on its way.
ATTEMPTS = 3
FOLDER = ROOT / ".local" / "lighthouse"
PAGE = ROOT / "docs" / "performance.md"
BEGIN, END = "<!-- lighthouse -->", "<!-- /lighthouse -->"
CATEGORIES = {
    "performance": "Performance",
    "accessibility": "Accessibility",
    "best-practices": "Practices",
    "seo": "SEO",
}
FIGURES = {"largest-contentful-paint": "LCP, s", "cumulative-layout-shift": "CLS", "total-byte-weight": "KiB"}
UNITS = {"largest-contentful-paint": 1000.0, "cumulative-layout-shift": 1.0, "total-byte-weight": 1024.0}
# Nobody looks for a sign-in page with a search engine, and it says so itself.
UNLISTED = {"/accounts/login/": "seo"}


def say(text: str) -> None:
    """One line for whoever waits."""
    print(text, flush=True)  # noqa: T201 - this is a command


def install() -> Path:
    """The path of Lighthouse, installed under `.local/` when it is not there yet."""
    if not shutil.which("npm"):
        raise SystemExit("lintel: make lighthouse needs Node 20 with npm. Everything else works without.")
    found = FOLDER / "node_modules" / ".bin" / "lighthouse"
    if not found.exists():
        FOLDER.mkdir(parents=True, exist_ok=True)
        command = [
            "npm",
            "install",
            "--no-audit",
            "--no-fund",
            "--silent",
            f"--prefix={FOLDER}",
            f"lighthouse@{VERSION}",
        ]
        subprocess.run(command, check=True)  # noqa: S603
    return found


def pages(site: str) -> Iterator[tuple[str, str]]:
    """The name and the path of each kind of page, with the first project, specialist and article there is."""
    yield "home", "/"
    yield "projects", "/projects/"
    yield "project", _first(site, "projects")
    yield "specialists", "/specialists/"
    yield "specialist", _first(site, "specialists")
    yield "article", _first(site, "articles")
    yield "sign-in", "/accounts/login/"


def _first(site: str, kind: str) -> str:
    with urlopen(f"{site}/api/v1/{kind}/?limit=1", timeout=10) as answer:  # noqa: S310 - our own server
        return str(json.load(answer)["results"][0]["url"])


def measure(program: Path, address: str) -> dict[str, float]:
    """One run on a phone: scores of 0 to 100 by category, and the figures behind them in seconds, shares and KiB."""
    command = [str(program), address, "--quiet", "--output=json", f"--only-categories={','.join(CATEGORIES)}"]
    command += ["--chrome-flags=--headless=new --no-sandbox --disable-gpu --disable-quic"]
    environment = {**os.environ, "CHROME_PATH": chromium.find()}
    for _attempt in range(ATTEMPTS):
        done = subprocess.run(command, env=environment, capture_output=True, check=False, timeout=300)  # noqa: S603
        if not done.returncode:
            break
    else:
        raise SystemExit(f"lintel: Lighthouse could not look at {address}:\n{done.stderr.decode()}")
    told: dict[str, Any] = json.loads(done.stdout)
    scores = {name: round(100 * (told["categories"][name]["score"] or 0)) for name in CATEGORIES}
    return {**scores, **{name: told["audits"][name]["numericValue"] / UNITS[name] for name in FIGURES}}


def row(program: Path, site: str, name: str, path: str) -> str:
    """The medians of a page as a row of the table."""
    runs = [measure(program, site + path) for _ in range(ROUNDS)]
    median = {key: statistics.median(run[key] for run in runs) for key in runs[0]}
    scores = ["-" if UNLISTED.get(path) == key else f"{median[key]:.0f}" for key in CATEGORIES]
    figures = [f"{median[key]:.2f}".rstrip("0").rstrip(".") for key in FIGURES]
    return f"| {name} | {' | '.join([*scores, *figures])} |"


def main(site: str) -> None:
    """Measure the site at this address and put the table into docs/performance.md."""
    if not chromium.find():
        raise SystemExit(f"lintel: {chromium.how_to_get_it()}")
    try:
        found = list(pages(site))
    except OSError:
        raise SystemExit(f"lintel: nobody answers at {site}. Start make demo first, or say PORT=.") from None
    program = install()
    head = ["| Page | " + " | ".join([*CATEGORIES.values(), *FIGURES.values()]) + " |", "| --- |" + " ---: |" * 7]
    for line in head:
        say(line)
    rows = []
    for name, path in found:
        rows.append(row(program, site, name, path))
        say(rows[-1])
    keep("\n".join([*head, *rows]))


def keep(table: str) -> None:
    """Put the table where docs/performance.md shows it."""
    text = PAGE.read_text(encoding="utf-8")
    before, after = text.split(BEGIN)[0], text.split(END)[1]
    PAGE.write_text(f"{before}{BEGIN}\n\n{table}\n\n{END}{after}", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1])
