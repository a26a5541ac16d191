"""docs/security-tests.md names tests that exist, and has a row for everything it is about."""

import ast
import re
from collections.abc import Iterator
from typing import Final

import pytest

from config.env import ROOT

PAGE: Final = (ROOT / "docs" / "security-tests.md").read_text(encoding="utf-8")
ROWS: Final = re.findall(r"^\| ([ASH]-\d+) \|(.*)$", PAGE, re.MULTILINE)
NAMED: Final = sorted(set(re.findall(r"`(tests/[\w/]+\.py(?:::\w+)*)`", PAGE)))


def names_in(path: str) -> Iterator[str]:
    """Every test of a file by its id, and each class as well."""
    for node in ast.parse((ROOT / path).read_text(encoding="utf-8")).body:
        if isinstance(node, ast.ClassDef):
            yield f"{path}::{node.name}"
            yield from (f"{path}::{node.name}::{one.name}" for one in node.body if isinstance(one, ast.FunctionDef))
        elif isinstance(node, ast.FunctionDef):
            yield f"{path}::{node.name}"


@pytest.mark.parametrize("name", NAMED)
def test_each_test_that_is_named_exists(name: str) -> None:
    path = name.partition("::")[0]
    assert (ROOT / path).exists()
    found = set(names_in(path))
    assert any(one.rpartition("::")[2].startswith("test_") for one in found)
    assert name in {path, *found}


def test_each_row_names_a_test_and_none_is_missing() -> None:
    assert [name for name, words in ROWS if "`tests/" not in words] == []
    wanted = [*(f"A-{n}" for n in (1, 2, 3, 6)), *(f"S-{n}" for n in (*range(1, 13), 15))]
    assert [name for name, _words in ROWS if name[0] != "H"] == wanted
