"""The processes of a demo: each in a group of its own, so that stopping one stops what it started and nothing else."""

import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

GRACE = 10.0


@dataclass
class Child:
    """One running process with its log."""

    name: str
    command: list[str]
    log: Path
    process: "subprocess.Popen[bytes]"

    @classmethod
    def start(cls, name: str, command: list[str], log: Path) -> "Child":
        """Start `python -m command` with its words going to the log."""
        return cls(name, command, log, _open(name, command, log))

    def start_again(self) -> None:
        """The same once more, after it has died."""
        self.process = _open(self.name, self.command, self.log)

    def has_died(self) -> bool:
        """Whether the process has ended by itself."""
        return self.process.poll() is not None

    def tail(self, lines: int = 20) -> str:
        """The last lines of its log."""
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-lines:])

    def ask_to_stop(self) -> None:
        """Let the process finish what it does: only its head is asked, and it tells the others."""
        with suppress(ProcessLookupError):
            self.process.send_signal(signal.SIGTERM)

    def end(self, *, until: float) -> None:
        """Wait until that moment of the monotonic clock, then end whatever is left of its group."""
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(max(0.1, until - time.monotonic()))
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


def _open(name: str, command: list[str], log: Path) -> "subprocess.Popen[bytes]":
    with log.open("ab") as output:
        return subprocess.Popen(  # noqa: S603 - our own modules
            [sys.executable, "-m", *command],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
            env={**os.environ, "LINTEL_PROCESS": name, "PYTHONUNBUFFERED": "1"},
        )


def stop_all(children: list[Child]) -> None:
    """Ask every child to stop, give all of them ten seconds together, then insist."""
    for child in children:
        child.ask_to_stop()
    until = time.monotonic() + GRACE
    for child in children:
        child.end(until=until)
