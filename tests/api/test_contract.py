"""The API keeps its word: Schemathesis reads the document and tries every operation, as three different people."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from config.env import ROOT
from tests.api.server import PASSWORD, Server
from tests.api.world import World, build

SEED = 20_260_401
EXAMPLES = 50
# Well-formed and yet refused: by a rule (409, 422), by If-Match (412), for what is not there or not this person's.
UNDERSTOOD = ["2xx", "401", "403", "404", "409", "412", "422"]


def facts(world: World, server: Server, email: str) -> dict[str, Any]:
    """What the hooks tell Schemathesis."""
    missing = "z" * 12
    choices = {
        "category": ["kitchens"],
        "categories": ["kitchens"],
        "city": ["almaty"],
        "cities": ["almaty"],
        "rooms": ["kitchen"],
        "styles": ["loft"],
        "service": ["island"],
        "services": ["island"],
        "projects": [*(project.public_id for project in world.projects.values()), missing],
        "specialists": [world.profile.public_id, world.strangers.public_id, missing],
        "offerings": [world.offering.public_id, missing],
        "articles": ["an-article", "another"],
    }
    return {"url": server.url, "email": email, "password": PASSWORD, "choices": choices}


def configuration(folder: Path) -> Path:
    """What the command line cannot say."""
    path = folder / "schemathesis.toml"
    path.write_text(
        "[generation]\nallow-x00 = false\n"  # NUL is refused everywhere: test_hostile.py says so
        f"[checks.positive_data_acceptance]\nexpected-statuses = {json.dumps(UNDERSTOOD)}\n"
        f"[checks.negative_data_rejection]\nexpected-statuses = {json.dumps(['4xx'])}\n"
    )
    return path


@pytest.mark.slow
@pytest.mark.parametrize(
    "email", ["", "clara@example.com", "sam@example.com"], ids=["anonymous", "client", "specialist"]
)
def test_every_operation_keeps_its_word(server: Server, tmp_path: Path, email: str) -> None:
    told = tmp_path / "facts.json"
    told.write_text(json.dumps(facts(build(), server, email)))
    command = [
        sys.executable,
        "-W",
        "ignore",
        "-m",
        "schemathesis.cli",
        f"--config-file={configuration(tmp_path)}",
        "run",
    ]
    command += [f"{server.url}/api/v1/schema/", "--phases=coverage,fuzzing,stateful", "--checks=all", "--workers=1"]
    command += [f"--seed={SEED}", f"--max-examples={EXAMPLES}", "--generation-database=none", "--no-color"]
    command += ["--continue-on-failure", "--request-timeout=20", "--suppress-health-check=all"]
    hooks = {"SCHEMATHESIS_HOOKS": "tests.api.contract_hooks", "LINTEL_CONTRACT_FACTS": str(told)}
    done = subprocess.run(
        command, cwd=ROOT, env={**os.environ, **hooks}, capture_output=True, text=True, check=False, timeout=900
    )
    (tmp_path / "report.txt").write_text(done.stdout + done.stderr)
    print(done.stdout[-2000:])
    assert done.returncode == 0, done.stdout[-20_000:] + done.stderr[-2000:]
    assert "Traceback" not in server.log.read_text()
