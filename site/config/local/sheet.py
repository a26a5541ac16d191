"""`make sheet`: the screenshots of the last `make test` on one sheet, each page wide and narrow, light and dark."""

import re
import sys
from collections import defaultdict
from pathlib import Path
from typing import Final

from PIL import Image, ImageDraw, ImageFont

from config.local.folder import ROOT

SHOTS: Final = ROOT / "artefacts" / "screenshots"
SHEET: Final = ROOT / "docs" / "pages.webp"
NAME: Final = re.compile(r"(?P<page>.+)-(?P<width>1440|390)-(?P<scheme>light|dark)\.jpg")
VIEWS: Final = (("1440", "light"), ("1440", "dark"), ("390", "light"), ("390", "dark"))
HEIGHT, GAP, LABEL = 200, 12, 22
# What a screen of this width shows before anybody scrolls.
SCREENS: Final = {"1440": 900, "390": 844}
COLUMNS: Final = 2
PAPER, INK = "#fbfaf7", "#12201e"


def found() -> dict[str, dict[tuple[str, str], Path]]:
    """The screenshots by page and view; only of pages that have all four."""
    pages: dict[str, dict[tuple[str, str], Path]] = defaultdict(dict)
    for path in sorted(SHOTS.glob("*.jpg")):
        if match := NAME.fullmatch(path.name):
            pages[match["page"]][match["width"], match["scheme"]] = path
    return {page: shots for page, shots in pages.items() if len(shots) == len(VIEWS)}


def thumbnail(path: Path, width: int) -> Image.Image:
    """The first screen of a page, as high as every other one on the sheet."""
    with Image.open(path) as shot:
        top = shot.convert("RGB").crop((0, 0, shot.width, round(shot.width * SCREENS[str(width)] / width)))
    return top.resize((round(HEIGHT * width / SCREENS[str(width)]), HEIGHT), Image.Resampling.LANCZOS)


def strip(page: str, shots: dict[tuple[str, str], Path]) -> Image.Image:
    """The four views of a page side by side under its name."""
    views = [thumbnail(shots[view], int(view[0])) for view in VIEWS]
    row = Image.new("RGB", (sum(view.width + GAP for view in views), HEIGHT + LABEL), PAPER)
    ImageDraw.Draw(row).text((0, 2), page, fill=INK, font=ImageFont.load_default(14))
    left = 0
    for view in views:
        row.paste(view, (left, LABEL))
        left += view.width + GAP
    return row


def main() -> None:
    """Write the sheet."""
    strips = [strip(page, shots) for page, shots in found().items()]
    if not strips:
        raise SystemExit("lintel: there are no screenshots yet: make test takes them.")
    lines = -(-len(strips) // COLUMNS)
    width, height = strips[0].width + GAP, strips[0].height + GAP
    sheet = Image.new("RGB", (COLUMNS * width + GAP, lines * height + GAP), PAPER)
    for number, one in enumerate(strips):
        sheet.paste(one, (GAP + number // lines * width, GAP + number % lines * height))
    sheet.save(SHEET, quality=72, method=6)
    sys.stdout.write(f"{len(strips)} pages: {SHEET.relative_to(ROOT)}\n")


if __name__ == "__main__":
    main()
