"""Geometry of the charts templates draw: numbers in, coordinates and paths of an SVG out."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from design.money import group

Point = tuple[float, float]

SPARK_WIDTH: Final = 160
SPARK_HEIGHT: Final = 40
SPARK_MARGIN: Final = 4
CHART_WIDTH: Final = 720
CHART_HEIGHT: Final = 250
CHART_LEFT: Final = 48
CHART_TOP: Final = 10
CHART_BOTTOM: Final = 24
CHART_SIDE: Final = 8
MARKS: Final = 7
HISTOGRAM_HEIGHT: Final = 48
HISTOGRAM_STEP: Final = 8
HISTOGRAM_BAR: Final = 6
HISTOGRAM_LEAST: Final = 2


@dataclass(frozen=True)
class Spark:
    """A tiny line: its path, and the same path closed to the floor."""

    line: str
    area: str
    width: int = SPARK_WIDTH
    height: int = SPARK_HEIGHT


@dataclass(frozen=True)
class Tick:
    """A horizontal rule: where it is, where its text stands, and what it says."""

    at: float
    text_at: float
    label: str


@dataclass(frozen=True)
class Mark:
    """A label under the chart; those not `always` shown go on a narrow screen."""

    at: float
    label: str
    anchor: str
    always: bool


@dataclass(frozen=True)
class Row:
    """One line of the table that says the same as the picture."""

    label: str
    value: str


@dataclass(frozen=True)
class Dot:
    x: float
    y: float


@dataclass(frozen=True)
class LineChart:
    """A line over time with rules, labels, and the table beside it; `before` is the earlier period or empty."""

    line: str
    area: str
    before: str
    last: Dot
    ticks: list[Tick]
    marks: list[Mark]
    rows: list[Row]
    width: int = CHART_WIDTH
    height: int = CHART_HEIGHT
    left: int = CHART_LEFT


@dataclass(frozen=True)
class Bar:
    x: int
    y: int
    width: int
    height: int
    chosen: bool


@dataclass(frozen=True)
class Histogram:
    """Bars of equal width; those inside the chosen range are marked."""

    bars: list[Bar]
    width: int
    height: int = HISTOGRAM_HEIGHT


def spark(values: Sequence[int]) -> Spark:
    """A tiny line from at least one value, lowest to highest over the whole height."""
    low, high = min(values), max(values)
    floor = SPARK_HEIGHT - SPARK_MARGIN
    room = SPARK_HEIGHT - 2 * SPARK_MARGIN
    xs = spread(len(values), SPARK_MARGIN, SPARK_WIDTH - SPARK_MARGIN)
    points = [(x, floor - room * (value - low) / ((high - low) or 1)) for x, value in zip(xs, values, strict=True)]
    line = smooth(points)
    return Spark(line=line, area=closed(line, points, SPARK_HEIGHT))


def line_chart(series: Sequence[tuple[str, int]], before: Sequence[int] = ()) -> LineChart:
    """A line of (label, value), at least one, values from zero up; `before` has the same length or is empty."""
    values = [value for _, value in series]
    top = nice_top(max([*values, *before]))
    floor = CHART_HEIGHT - CHART_BOTTOM
    xs = spread(len(values), CHART_LEFT + CHART_SIDE, CHART_WIDTH - CHART_SIDE)

    def place(numbers: Sequence[int]) -> list[Point]:
        return [(x, floor - (floor - CHART_TOP) * number / top) for x, number in zip(xs, numbers, strict=True)]

    points = place(values)
    line = smooth(points)
    return LineChart(
        line=line,
        area=closed(line, points, floor),
        before=smooth(place(before)) if before else "",
        last=Dot(round(points[-1][0], 1), round(points[-1][1], 1)),
        ticks=rules(top, floor),
        marks=labels([label for label, _ in series], xs),
        rows=[Row(label, group(value)) for label, value in series],
    )


def histogram(counts: Sequence[int], first: int = 0, last: int | None = None) -> Histogram:
    """Bars for counts; `first` to `last` (both included) are the chosen ones; an empty bin keeps a stub."""
    most = max([*counts, 1])
    end = len(counts) - 1 if last is None else last
    heights = [max(HISTOGRAM_LEAST, round(HISTOGRAM_HEIGHT * number / most)) for number in counts]
    bars = [
        Bar(index * HISTOGRAM_STEP, HISTOGRAM_HEIGHT - height, HISTOGRAM_BAR, height, chosen=first <= index <= end)
        for index, height in enumerate(heights)
    ]
    return Histogram(bars, width=max(len(counts) * HISTOGRAM_STEP - (HISTOGRAM_STEP - HISTOGRAM_BAR), 1))


def spread(number: int, start: float, end: float) -> list[float]:
    """Places of `number` points from start to end; a single one stands at the end."""
    if number == 1:
        return [end]
    return [start + (end - start) * index / (number - 1) for index in range(number)]


def nice_top(value: int) -> int:
    """The first of 4, 8, 20, 40, 80, 200 ... that reaches the value: four rules then fall on whole numbers."""
    power = 1
    while True:
        for step in (4, 8, 20):
            if value <= step * power:
                return step * power
        power *= 10


def rules(top: int, floor: int) -> list[Tick]:
    """Five rules from zero to the top."""
    ticks = []
    for part in range(5):
        at = round(floor - (floor - CHART_TOP) * part / 4, 1)
        ticks.append(Tick(at, round(at + CHART_SIDE / 2, 1), group(top * part // 4)))
    return ticks


def labels(words: Sequence[str], xs: Sequence[float]) -> list[Mark]:
    """At most seven labels, the last one always among them; every second stays on a narrow screen."""
    step = max(1, -(-len(words) // MARKS))
    kept = [index for index in range(len(words)) if (len(words) - 1 - index) % step == 0]
    marks = []
    for position, index in enumerate(reversed(kept)):
        anchor = "end" if index == len(words) - 1 and len(words) > 1 else "middle"
        marks.append(Mark(round(xs[index], 1), words[index], anchor, always=position % 2 == 0))
    return marks[::-1]


def smooth(points: Sequence[Point]) -> str:
    """A path through the points whose slope at each follows its neighbours (Catmull-Rom as Bezier curves)."""
    path = f"M{points[0][0]:.1f} {points[0][1]:.1f}"
    for index in range(len(points) - 1):
        before, here = points[max(0, index - 1)], points[index]
        there, after = points[index + 1], points[min(len(points) - 1, index + 2)]
        path += (
            f"C{here[0] + (there[0] - before[0]) / 6:.1f} {here[1] + (there[1] - before[1]) / 6:.1f} "
            f"{there[0] - (after[0] - here[0]) / 6:.1f} {there[1] - (after[1] - here[1]) / 6:.1f} "
            f"{there[0]:.1f} {there[1]:.1f}"
        )
    return path


def closed(line: str, points: Sequence[Point], floor: float) -> str:
    """The line, closed along the floor."""
    return f"{line}L{points[-1][0]:.1f} {floor:.1f}L{points[0][0]:.1f} {floor:.1f}Z"
