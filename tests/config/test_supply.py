"""What we are built from: as new as we trust, licences we may use, no secrets, no calls to strangers."""

import re
import shutil
import socket
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from datetime import date
from importlib.metadata import PackageNotFoundError, metadata, version
from pathlib import Path

import pytest
from packaging.version import Version

from config.env import ROOT

FLOORS = tomllib.loads((ROOT / "floors.toml").read_text())
# Licences that let a company run and change the site, in the words packages use for them.
ALLOWED = re.compile(
    r"MIT|MIT-0|MIT-CMU|BSD|BSD-[23]-Clause|BSD 3-Clause|0BSD|ISC|ISCL|Apache|Apache-2\.0|MPL|Mozilla|MPL-2\.0"
    r"|PSF|PSF-2\.0|Python Software Foundation|LGPL-3\.0-only|HPND|Unlicense|CC0-1\.0|Zlib"
)
# What we link to and do not change, which the LGPL asks nothing more of.
LINKED = {"psycopg", "psycopg-binary", "psycopg-pool"}
# Shapes that nothing but a secret has.
SECRET = re.compile(
    r"-----BEGIN [A-Z ]*PRIVATE KEY-----\s+[A-Za-z0-9+/=\s]{64}|AKIA[0-9A-Z]{16}|gh[pousr]_[A-Za-z0-9]{36}"
    r"|xox[abprs]-[A-Za-z0-9-]{10,}|sk_live_[A-Za-z0-9]{20,}|AIza[0-9A-Za-z_-]{35}|GOCSPX-[A-Za-z0-9_-]{20,}"
)


def required() -> Iterator[str]:
    """The names of the packages that run in production and are installed on this system."""
    for name in re.findall(r"^([A-Za-z0-9_.-]+)==", (ROOT / "requirements.txt").read_text(), re.MULTILINE):
        try:
            version(name)
        except PackageNotFoundError:
            continue
        yield name


def licences(name: str) -> list[str]:
    """What a package says of itself: an expression, or classifiers, or a line of text."""
    said = metadata(name)
    if said.get("License-Expression"):
        return re.split(r"\s+(?:AND|OR)\s+|[()]+", said["License-Expression"])
    classified = [one.rpartition(" :: ")[2] for one in said.get_all("Classifier") or [] if one.startswith("License ::")]
    return classified or (said.get("License") or "unknown").splitlines()[0].split(" OR ")


def tracked() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [ROOT / name for name in listed.split("\0") if name]


@pytest.mark.parametrize("name", sorted(FLOORS["floors"]))
def test_nothing_is_older_than_we_trust(name: str) -> None:
    assert Version(version(name)) >= Version(FLOORS["floors"][name]["version"]), FLOORS["floors"][name]["why"]


def test_the_floors_say_when_somebody_looked_last() -> None:
    assert isinstance(FLOORS["reviewed"], date)
    assert all(floor["why"] for floor in FLOORS["floors"].values())


def test_every_package_has_a_licence_that_we_may_use() -> None:
    said = {name: [one.strip() for one in licences(name) if one.strip()] for name in required()}
    odd = {name: found for name, found in said.items() if not any(_is_allowed(name, one) for one in found)}
    assert odd == {}


def _is_allowed(name: str, licence: str) -> bool:
    plain = re.sub(r"\s+(?:Software\s+|Public\s+)?License.*$|\s+\(.*\)$", "", licence)
    return bool(ALLOWED.fullmatch(plain)) and ("LGPL" not in plain or name in LINKED)


def test_no_file_holds_a_secret() -> None:
    small = [path for path in tracked() if path.is_file() and path.stat().st_size < 2**20]
    texts = {path: path.read_bytes().decode("utf-8", "ignore") for path in small}
    assert [str(path.relative_to(ROOT)) for path, text in texts.items() if SECRET.search(text)] == []


@pytest.mark.parametrize(
    "text",
    ["AKIA" + "A" * 16, "ghp_" + "a" * 36, "-----BEGIN PRIVATE " + "KEY-----\n" + "A" * 64],
    ids=["cloud", "forge", "key"],
)
def test_control_a_secret_would_be_seen(text: str) -> None:
    assert SECRET.search(f"before {text} after")


@pytest.mark.exhaustive
def test_no_commit_ever_held_one() -> None:
    """Half a minute for the whole history, and for detect-secrets on the tree."""
    if not shutil.which("git") or not (ROOT / ".git").exists():
        pytest.fail("this test reads the history: run it in a clone")
    told = subprocess.run(["git", "log", "--patch", "--all", "--unified=0"], cwd=ROOT, capture_output=True, check=True)
    added = "\n".join(line[1:] for line in told.stdout.decode("utf-8", "ignore").splitlines() if line[:1] == "+")
    assert SECRET.findall(added) == []
    names = [str(path.relative_to(ROOT)) for path in tracked()]
    command = [sys.executable, "-m", "detect_secrets.pre_commit_hook", "--baseline", ".secrets.baseline", *names]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_tests_talk_to_this_machine_only() -> None:
    with socket.socket() as stranger, pytest.raises(UserWarning, match="connect"):
        stranger.connect(("192.0.2.1", 80))
