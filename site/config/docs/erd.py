"""docs/erd.svg: our tables by app, floor by floor, with an arrow for every key that stays among them."""

import re
from dataclasses import dataclass
from html import escape

from django.apps import AppConfig
from django.db import models

from config.docs.floors import floor_of, our_apps

LINE, HEAD, PAD, GAP = 17, 24, 14, 26
COLUMN_GAP, TALL = 110, 1100
CHARACTER = 6.7
STYLE = """
svg { background: #fbfaf8; font: 11px ui-monospace, Menlo, Consolas, monospace; }
.app { fill: #f1eee9; stroke: #d8d2c8; } .box { fill: #fff; stroke: #8d8579; } .head { fill: #24453f; }
.title { fill: #fff; font-weight: 600; } .label { fill: #24453f; font-size: 13px; font-weight: 600; }
.field { fill: #2b2824; } .key { fill: #7a3b12; } .arrow { fill: none; stroke: #b0703f; stroke-width: 1.1; }
@media (prefers-color-scheme: dark) {
svg { background: #161513; } .app { fill: #1f1d1a; stroke: #3a3732; } .box { fill: #262420; stroke: #6b655b; }
.head { fill: #2f5a52; } .label { fill: #9cc9bf; } .field { fill: #ded9d0; } .key { fill: #e6a878; }
}
""".strip()


@dataclass
class Box:
    """A table with its place on the page."""

    model: type[models.Model]
    rows: list[tuple[str, type[models.Model] | None]]
    x: float = 0
    y: float = 0

    @property
    def width(self) -> float:
        longest = max([len(self.model.__name__) + 2, *(len(text) for text, _target in self.rows)])
        return round(longest * CHARACTER + 2 * PAD)

    @property
    def height(self) -> float:
        return HEAD + LINE * len(self.rows) + 8

    def row_y(self, number: int) -> float:
        """The middle of a field's line."""
        return self.y + HEAD + LINE * number + LINE / 2 + 2


@dataclass
class Group:
    """An app with its tables, one below the other."""

    config: AppConfig
    boxes: list[Box]
    x: float = 0
    y: float = 0

    @property
    def width(self) -> float:
        return max(box.width for box in self.boxes) + 2 * PAD

    @property
    def height(self) -> float:
        return 34 + sum(box.height + PAD for box in self.boxes)

    def place(self, x: float, y: float) -> None:
        """Put the app and its tables here."""
        self.x, self.y = x, y
        top = y + 34
        for box in self.boxes:
            box.x, box.y = x + PAD, top
            top += box.height + PAD


def page() -> str:
    """The whole picture."""
    groups = [group for config in our_apps() if (group := _group(config)).boxes]
    width, height = _arrange(groups)
    boxes = {box.model: box for group in groups for box in group.boxes}
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {height:.0f}" width="{width:.0f}"'
        f' height="{height:.0f}" role="img" aria-label="The tables of Lintel and the keys between them">',
        "<!-- Drawn from the models by `make docs`; a test compares. -->",
        f"<style>{STYLE}</style>",
        '<defs><marker id="to" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto">'
        '<path d="M0 0 L8 4 L0 8 z" fill="#b0703f"/></marker></defs>',
        *(_frame(group) for group in groups),
        *(_arrow(box, number, boxes[target]) for box, number, target in _keys(boxes)),
        *(_table(box) for box in boxes.values()),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _group(config: AppConfig) -> Group:
    ours = sorted(config.get_models(), key=lambda model: model.__name__)
    return Group(config, [Box(model, _rows(model)) for model in ours])


def _rows(model: type[models.Model]) -> list[tuple[str, type[models.Model] | None]]:
    """The lines of a table with what their key points to. A text in three languages is one line."""
    local = [*model._meta.local_fields, *model._meta.local_many_to_many]
    rows = []
    for field in local:
        target = field.remote_field.model if field.remote_field and isinstance(field.remote_field.model, type) else None
        if field.name.endswith(("_ru", "_kk")) or (field.primary_key and not target):
            continue
        name = re.sub("_en$", " (en, ru, kk)", field.name) + ("?" if field.null else "")
        kind = type(field).__name__.removesuffix("Field").lower() or "field"
        rows.append((f"{name} > {target.__name__}" if target else f"{name}: {kind}", target))
    return rows


def _arrange(groups: list[Group]) -> tuple[float, float]:
    """The top floor to the left, neighbours below each other while there is room; gives the size of the page."""
    columns: list[list[Group]] = [[]]
    for group in groups:
        column = columns[-1]
        same_floor = column and floor_of(column[0].config.name) == floor_of(group.config.name)
        if not same_floor or sum(above.height for above in column) + group.height > TALL:
            columns.append([])
        columns[-1].append(group)
    x = height = float(GAP)
    for column in filter(None, columns):
        y = float(GAP)
        for group in column:
            group.place(x, y)
            y += group.height + GAP
        height = max(height, y)
        x += max(group.width for group in column) + COLUMN_GAP
    return x - COLUMN_GAP + GAP, height


def _frame(group: Group) -> str:
    name = escape(group.config.name)
    return (
        f'<rect class="app" x="{group.x:.0f}" y="{group.y:.0f}" width="{group.width:.0f}"'
        f' height="{group.height:.0f}" rx="8"/>'
        f'<text class="label" x="{group.x + PAD:.0f}" y="{group.y + 22:.0f}">{name}</text>'
    )


def _table(box: Box) -> str:
    x, y, width = box.x, box.y, box.width
    lines = [
        f'<rect class="box" x="{x:.0f}" y="{y:.0f}" width="{width:.0f}" height="{box.height:.0f}" rx="4"/>',
        f'<rect class="head" x="{x:.0f}" y="{y:.0f}" width="{width:.0f}" height="{HEAD}" rx="4"/>',
        f'<text class="title" x="{x + PAD / 2:.0f}" y="{y + 16:.0f}">{escape(box.model.__name__)}</text>',
    ]
    for number, (text, target) in enumerate(box.rows):
        kind = "key" if target else "field"
        lines.append(
            f'<text class="{kind}" x="{x + PAD / 2:.0f}" y="{box.row_y(number) + 4:.0f}">{escape(text)}</text>'
        )
    return "\n".join(lines)


def _keys(boxes: dict[type[models.Model], Box]) -> list[tuple[Box, int, type[models.Model]]]:
    """Every key from one of the tables to another: the box, the number of its line, the target."""
    return [
        (box, number, target)
        for box in boxes.values()
        for number, (_text, target) in enumerate(box.rows)
        if target in boxes
    ]


def _arrow(box: Box, number: int, target: Box) -> str:
    """From the line of the key to the head of the table it points to, around the outside within a column."""
    y1, y2 = box.row_y(number), target.y + HEAD / 2
    if target.x > box.x + box.width:
        x1, x2, bend1, bend2 = box.x + box.width, target.x, 60.0, -60.0
    elif target.x + target.width < box.x:
        x1, x2, bend1, bend2 = box.x, target.x + target.width, -60.0, 60.0
    else:
        x1, x2 = box.x + box.width, target.x + target.width
        bend1 = bend2 = 34 + abs(y2 - y1) / 12
    curve = f"M{x1:.0f} {y1:.0f} C{x1 + bend1:.0f} {y1:.0f} {x2 + bend2:.0f} {y2:.0f} {x2:.0f} {y2:.0f}"
    return f'<path class="arrow" d="{curve}" marker-end="url(#to)"/>'
