"""What an operator's files say, read the way their programs read them."""

import re
from pathlib import Path
from typing import Any

import yaml

from config.env import ROOT


def compose() -> dict[str, Any]:
    """compose.yaml with its anchors resolved."""
    said: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text())
    return said


def asked_for(text: str) -> set[str]:
    """The names of `${VARIABLES}` in a text."""
    return set(re.findall(r"\$\{([A-Z_]+)", text))


def example() -> dict[str, bool]:
    """Each variable of .env.example, and whether it must be set by whoever installs."""
    lines = (ROOT / ".env.example").read_text().splitlines()
    found = (re.fullmatch(r"(# )?([A-Z_]+)=.*", line) for line in lines)
    return {match[2]: not match[1] for match in found if match}


def instructions(path: Path) -> list[tuple[str, str]]:
    """A Dockerfile as (INSTRUCTION, what it says), continued lines joined, comments gone."""
    text = re.sub(r"(?m)^#.*\n", "", path.read_text())
    lines = re.sub(r"\\\n\s*", "", text).splitlines()
    return [(line.split(" ", 1)[0], line.split(" ", 1)[1]) for line in lines if line.strip()]


def locations(path: Path) -> dict[str, str]:
    """Each `location` of an nginx configuration with its body."""
    return {
        m[1].strip(): m[2]
        for m in re.finditer(r'location ((?:"[^"]*"|[^{"])+)\{(.*?)\n        \}', path.read_text(), re.S)
    }
