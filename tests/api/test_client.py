"""What apps do with the API: a typed client made from its document, and the walk with curl that docs/api.md tells."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from config.env import ROOT
from marketplace.accounts.models import User
from marketplace.projects.models import Project, ProjectFavourite
from tests.api.server import PASSWORD, Server
from tests.api.world import World
from tests.media.corpus import jpeg

EXAMPLE = ROOT / "docs/examples/favourite.py"
STATUS = re.compile(r"^HTTP (\d{3})$", re.MULTILINE)


def run(*command: str | Path, cwd: Path, **env: str) -> str:
    """What the command prints; the test fails with its words when it fails."""
    done = subprocess.run(command, cwd=cwd, env={**os.environ, **env}, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def workshop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the client, as anybody would make it of docs/openapi.json, and the example beside it."""
    folder = tmp_path_factory.mktemp("app")
    (folder / "quick.yml").write_text("post_hooks: []\n")
    made = ("generate", "--path", ROOT / "docs/openapi.json", "--meta", "none", "--output-path", "lintel_client")
    run(sys.executable, "-m", "openapi_python_client", *made, "--config", "quick.yml", "--fail-on-warning", cwd=folder)
    shutil.copy(EXAMPLE, folder / "favourite.py")
    return folder


def test_the_client_and_what_is_written_with_it_are_typed(workshop: Path) -> None:
    settings = ("--strict", "--config-file=", "--cache-dir=.types", "lintel_client", "favourite.py")
    said = run(sys.executable, "-m", "mypy", *settings, cwd=workshop, MYPYPATH=str(workshop), PYTHONPATH="")
    assert said.startswith("Success: no issues found in")


def test_an_app_signs_in_lists_looks_and_saves(workshop: Path, world: World, server: Server) -> None:
    said = run(sys.executable, "favourite.py", server.url, "clara@example.com", PASSWORD, cwd=workshop)
    assert said == "Sage kitchen, published: saved 1 times, by you: True\n"
    saved = ProjectFavourite.objects.get()
    assert (saved.user, saved.project) == (world.clara, world.projects["published"])


# Each answer's status goes to the errors, in order; answers stay what they are.
TELLING = """set -eu
curl() { command curl -sS --max-time 30 -w '%{stderr}HTTP %{http_code}\\n' "$@"; }
"""
EXPECTED = [
    *("200", "200", "200", "200", "200"),  # signing in, me, a new token, the client, where one is signed in
    *("200", "200", "200", "200", "304"),  # finding
    *("201", "201", "201", "201", "200", "412", "200", "409", "200"),  # writing and reading it back
    *("200", "200", "200", "200", "200", "200", "201"),  # saving, statistics, a report
    *("400", "422"),  # refusals
]


@pytest.fixture
def demo_people(world: World) -> World:
    """Sam and Clara under the names of the demo, which the page uses."""
    for user, role in ((world.sam, "specialist"), (world.clara, "client")):
        email = f"{role}@demo.lintel.example"
        user.emailaddress_set.update(email=email)
        User.objects.filter(pk=user.pk).update(email=email)
        user.set_password("lintel-demo-2026")
        user.save(update_fields=["password"])
    return world


def test_an_app_signs_in_as_the_readme_says(demo_people: World, server: Server, tmp_path: Path) -> None:
    page = (ROOT / "README.md").read_text(encoding="utf-8").partition("## Signing in from an app")[2]
    found = re.search(r"```sh\n(.*?)```", page, re.DOTALL)
    assert found
    walk, told = TELLING + found[1], {**os.environ, "B": server.url}
    done = subprocess.run(["bash", "-c", walk], cwd=tmp_path, env=told, capture_output=True, text=True, check=False)
    statuses = ["200", "200", "200", "200", "204", "401"]
    assert (done.returncode, STATUS.findall(done.stderr)) == (0, statuses), done.stderr + done.stdout
    assert '"email":"client@demo.lintel.example"' in done.stdout.replace(": ", ":")


def test_the_walk_with_curl_can_be_walked(demo_people: World, server: Server, tmp_path: Path) -> None:
    if not shutil.which("curl"):
        pytest.fail("docs/api.md is walked with curl, and there is none. On Debian: apt install curl")
    for name in ("wide.jpg", "window.jpg"):
        (tmp_path / name).write_bytes(jpeg())
    blocks = re.findall(r"```sh\n(.*?)```", (ROOT / "docs/api.md").read_text(encoding="utf-8"), re.DOTALL)
    walk = TELLING + "\n".join(blocks)
    done = subprocess.run(
        ["bash", "-c", walk],
        cwd=tmp_path,
        env={**os.environ, "B": server.url},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, STATUS.findall(done.stderr)) == (0, EXPECTED), done.stderr + done.stdout
    mine = Project.objects.filter(
        specialist=demo_people.profile, title__in=["Oak kitchen with a low window", "A small kitchen"]
    )
    assert sorted(mine.values_list("title", "standing__state")) == [
        ("A small kitchen", "in_review"),
        ("Oak kitchen with a low window", "draft"),
    ]
    assert ProjectFavourite.objects.count() == 0
