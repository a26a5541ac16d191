"""What was measured: figures by row, the table for people, the same as JSON."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from statistics import median

from config.local.bench.rows import MEMORY_MB, WORDS_P95, Row
from config.local.bench.servers import Answer

WIDTHS = (38, 9, 9, 9, 11, 11, 12)
HEADS = ("", "CPU ms", "p95 ms", "× floor", "target", "statements", "")


@dataclass(slots=True)
class Figures:
    """The answers of one row, round by round, and the statements behind one of them."""

    rounds: list[list[Answer]] = field(default_factory=list)
    statements: int | None = None

    @property
    def cpu(self) -> float:
        """The median round's median answer, in milliseconds of all processors."""
        return median(median(answer.cpu for answer in some) for some in self.rounds)

    @property
    def p95(self) -> float:
        """What 95 of 100 answers stayed below, in milliseconds of the clock."""
        walls = sorted(answer.wall for some in self.rounds for answer in some)
        return walls[int(len(walls) * 0.95)]


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the table: a figure, its ratio, what it should be, and whether it is."""

    name: str
    cpu: float | None = None
    p95: float | None = None
    ratio: float | None = None
    target: str = ""
    statements: int | None = None
    is_met: bool | None = None


def lines(rows: Sequence[Row], found: dict[str, Figures], memory: float) -> list[Line]:
    """The floors, the rows, and the memory."""
    floors = [Line(f"floor: {name}", found[name].cpu, found[name].p95) for name in found if ":" in name]
    held = Line(f"memory after 1,000 requests: {memory:.0f} MB", target=f"{MEMORY_MB} MB", is_met=memory <= MEMORY_MB)
    return [*floors, *(_line(row, found) for row in rows), held]


def _line(row: Row, found: dict[str, Figures]) -> Line:
    figures = found[row.name]
    beside = found[row.first or f"bare: {row.floor}"]
    ratio = figures.cpu / beside.cpu
    targets, met = [], []
    if row.most:
        targets.append(f"{row.most:g}× {'page 1' if row.first else ''}".strip())
        met.append(ratio <= row.most)
    if row.statements is not None and figures.statements is not None:
        targets.append(f"{row.statements} st.")
        met.append(figures.statements <= row.statements)
    if row.name.endswith("words"):
        targets.append(f"{WORDS_P95} ms p95")
        met.append(figures.p95 <= WORDS_P95)
    is_met = all(met) if met else None
    return Line(row.name, figures.cpu, figures.p95, ratio, ", ".join(targets), figures.statements, is_met)


def table(some: Sequence[Line]) -> str:
    """The lines for people, as a table of Markdown."""
    heads = ("", "CPU ms", "p95 ms", "ratio", "target", "statements", "")
    rows = [
        [*map(_written, (one.name, one.cpu, one.p95, one.ratio, one.target, one.statements, one.is_met))]
        for one in some
    ]
    widths = [max(len(row[i]) for row in [list(heads), *rows]) for i in range(len(heads))]
    rule = "|".join("-" * (width + 2) for width in widths)
    drawn = [
        " | ".join(word.ljust(width) for word, width in zip(row, widths, strict=True)) for row in [list(heads), *rows]
    ]
    return "\n".join([f"| {drawn[0]} |", f"|{rule}|", *(f"| {row} |" for row in drawn[1:])])


def _written(value: object) -> str:
    if isinstance(value, bool):
        return "met" if value else "NOT MET"
    if isinstance(value, float):
        return f"{value:.2f}"
    return "" if value is None else str(value)


def keep(some: Sequence[Line], number: int, file: Path) -> str:
    """The same as JSON, also written beside the scratch database."""
    text = json.dumps({"projects": number, "lines": [asdict(one) for one in some]}, indent=1)
    file.write_text(text + "\n")
    return text
