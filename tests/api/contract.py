"""Schemathesis as a process of its own: it reads the API's document and tries every operation as somebody."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from config.env import ROOT
from tests.api.server import PASSWORD, Server

SEED = 20_260_401
EXAMPLES = 50
PATIENCE = 900
# Well-formed and yet refused: by a rule (409, 422), by If-Match (412), for what is not there or not this person's,
# or because thirty files a minute are as many as we take (429).
UNDERSTOOD = ["2xx", "401", "403", "404", "409", "412", "422", "429"]


@dataclass(frozen=True)
class Run:
    """A process at work in a folder of its own."""

    folder: Path
    process: "subprocess.Popen[bytes]"

    def code(self) -> int:
        """How it ended: 0 when every check held."""
        return self.process.wait(PATIENCE)

    def report(self) -> str:
        """What it said."""
        return (self.folder / "report.txt").read_text()

    def cases(self) -> str:
        """A fingerprint of every case in its turn."""
        return str(self._told()["cases"])

    def answers(self) -> dict[str, dict[int, int]]:
        """How often each operation answered with which status."""
        return {
            name: {int(status): count for status, count in found.items()}
            for name, found in self._told()["answers"].items()
        }

    def _told(self) -> dict[str, Any]:
        told: dict[str, Any] = json.loads((self.folder / "answers.json").read_text())
        return told


def start(
    server: Server, folder: Path, email: str, choices: dict[str, list[str]], *options: str, seed: int = SEED
) -> Run:
    """Starts a run as the person with the address, as nobody when it is empty."""
    folder.mkdir()
    told = folder / "facts.json"
    told.write_text(json.dumps({"url": server.url, "email": email, "password": PASSWORD, "choices": choices}))
    command = [sys.executable, "-W", "ignore", "-m", "schemathesis.cli", f"--config-file={_configuration(folder)}"]
    command += ["run", str(_document(server, folder)), f"--url={server.url}", "--checks=all", "--workers=1"]
    command += [f"--seed={seed}", f"--max-examples={EXAMPLES}", "--generation-database=none", "--no-color"]
    command += ["--continue-on-failure", "--request-timeout=20", "--suppress-health-check=all"]
    command += ["--phases=coverage,fuzzing,stateful", *options]
    environment = {
        **os.environ,
        "PYTHONHASHSEED": "0",  # it draws from sets, too
        "SCHEMATHESIS_HOOKS": "tests.api.contract_hooks",
        "LINTEL_CONTRACT_FACTS": str(told),
    }
    with (folder / "report.txt").open("wb") as out:
        return Run(folder, subprocess.Popen(command, cwd=ROOT, env=environment, stdout=out, stderr=out))


def _document(server: Server, folder: Path) -> Path:
    """What the server says it does. Fetched with more patience than Schemathesis has: drawing it takes its time."""
    path = folder / "openapi.json"
    with server.client() as caller:
        path.write_bytes(caller.get("/api/v1/schema/", timeout=120).content)
    return path


def _configuration(folder: Path) -> Path:
    """What the command line cannot say."""
    path = folder / "schemathesis.toml"
    path.write_text(
        "[generation]\nallow-x00 = false\n"  # NUL is refused everywhere: test_hostile.py says so
        f"[checks.positive_data_acceptance]\nexpected-statuses = {json.dumps(UNDERSTOOD)}\n"
        f"[checks.negative_data_rejection]\nexpected-statuses = {json.dumps(['4xx'])}\n"
    )
    return path
