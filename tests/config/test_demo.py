"""The processes of a demo stop together, take along what they started, and leave everybody else alone."""

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from config.env import ROOT
from config.local import demo, install
from config.local.children import Child, stop_all

# A process with a child of its own that does not want to go.
STUBBORN = """
import signal, subprocess, sys, time
inner = "import signal, time; signal.signal(15, signal.SIG_IGN); print('inside', flush=True); time.sleep(300)"
child = subprocess.Popen([sys.executable, "-c", inner])
print("pid", child.pid, flush=True)
time.sleep(300)
"""


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder on the path of children, for modules of a test."""
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    return tmp_path


def started(program: Path, source: str) -> Child:
    (program / "child_of_a_test.py").write_text(source)
    return Child.start("web", ["child_of_a_test"], program / "web.log")


def wait_for_words(child: Child, words: str) -> str:
    for _ in range(200):
        if words in child.log.read_text():
            return child.log.read_text()
        time.sleep(0.05)
    raise AssertionError(child.log.read_text())


def is_alive(pid: int) -> bool:
    state = subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True, check=False).stdout
    return bool(state.strip()) and not state.startswith("Z")


def test_stopping_takes_along_what_a_child_started_and_nobody_else(program: Path) -> None:
    bystander = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(300)"])
    child = started(program, STUBBORN)
    inner = int(re.findall(r"pid (\d+)", wait_for_words(child, "inside"))[0])
    stop_all([child])
    assert child.has_died()
    assert not is_alive(inner)
    assert is_alive(bystander.pid)
    bystander.kill()
    bystander.wait()


def test_a_child_that_dies_is_named_with_the_end_of_its_log(program: Path) -> None:
    child = started(program, "print('first'); raise SystemExit('no paper left')")
    child.process.wait(10)
    with pytest.raises(SystemExit) as said:
        demo.refuse_the_dead([child])
    assert str(said.value) == f"lintel: web died (code 1). The end of {child.log}:\nfirst\nno paper left"


def test_a_child_that_died_can_start_again(program: Path) -> None:
    child = started(program, "import time; print('here', flush=True); time.sleep(300)")
    wait_for_words(child, "here")
    os.kill(child.process.pid, signal.SIGKILL)
    child.process.wait(10)
    assert child.has_died()
    child.start_again()
    assert not child.has_died()
    stop_all([child])


def test_a_taken_port_is_named_with_another_that_is_free(capsys: pytest.CaptureFixture[str]) -> None:
    import socket

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        for first in (port, port - 1):
            with pytest.raises(SystemExit) as said:
                install.check_ports(str(first))
            assert re.fullmatch(
                rf"lintel: Port {port} is taken \(the demo needs {first} and {first + 1}\). Try: make demo PORT=\d+",
                str(said.value),
            )


@pytest.mark.parametrize("port", ["0", "80", "65535", "70000", "abc", "80 81", "²"])
def test_an_impossible_port_is_refused(port: str) -> None:
    with pytest.raises(SystemExit, match="PORT must be a number between 1024 and 65534"):
        install.check_ports(port)


def test_an_old_python_is_told_which_one_is_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 9, 2))
    with pytest.raises(SystemExit, match=r"Lintel needs Python 3\.11 or newer, and this is 3\.9"):
        install.check_python()


def test_debian_without_venv_is_told_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ensurepip", None)
    with pytest.raises(SystemExit, match=r"On Debian: apt install python3\.\d+-venv"):
        install.check_python()


def test_a_full_disk_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    import shutil
    from collections import namedtuple

    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(install, "PYTHON", tmp_path / "none")
    monkeypatch.setattr(shutil, "disk_usage", lambda path: usage(10**12, 10**12, 10**9))
    with pytest.raises(SystemExit, match=r"needs 2 GB of disk, and .* has 0\.9 GB left"):
        install.check_room()


def test_the_installer_is_read_by_pythons_of_long_ago() -> None:
    """Its first sentence must reach people whose Python is too old: no syntax that came after 3.6."""
    import ast

    ast.parse((ROOT / "site/config/local/install.py").read_text(), feature_version=(3, 6))


def test_every_command_has_a_line_of_help() -> None:
    makefile = (ROOT / "Makefile").read_text()
    targets = re.findall(r"^([a-z-]+):", makefile, re.MULTILINE)
    helped = re.findall(r"^([a-z-]+):.*## .+", makefile, re.MULTILINE)
    assert targets == helped
    assert {"install", "demo", "demo-reset", "demo-code", "test", "lint", "format", "shell", "docs"} <= set(targets)
    assert {"requirements", "seed-load", "help"} <= set(targets)
