"""What the kernel says of processes: processor time in nanoseconds, memory in bytes. Linux only."""

import re
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

PROC = Path("/proc")


def is_told() -> bool:
    """Whether this kernel counts processor time finely enough: its ticks of 10 ms are longer than an answer."""
    return (PROC / "self" / "schedstat").exists()


def family(root: int) -> list[int]:
    """The process and all that came of it."""
    children: dict[int, list[int]] = {}
    for stat in PROC.glob("[0-9]*/stat"):
        with suppress(OSError):
            # The name stands in brackets and may hold anything; the parent is the second word behind it.
            parent = int(stat.read_text().rpartition(")")[2].split()[1])
            children.setdefault(parent, []).append(int(stat.parent.name))
    found = [root]
    for pid in found:
        found += children.get(pid, [])
    return found


def cpu(pids: Iterable[int]) -> int:
    """Nanoseconds that these processes have run, all their threads together."""
    total = 0
    for pid in pids:
        for told in PROC.glob(f"{pid}/task/*/schedstat"):
            with suppress(OSError):
                total += int(told.read_text().split()[0])
    return total


def memory(pids: Iterable[int]) -> int:
    """Bytes that these processes hold, shared pages divided among those who share them (PSS)."""
    told = ((PROC / str(pid) / "smaps_rollup").read_text() for pid in pids)
    return sum(int(found[1]) * 1024 for text in told if (found := re.search(r"^Pss:\s+(\d+) kB", text, re.MULTILINE)))
