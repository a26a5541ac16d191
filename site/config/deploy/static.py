"""Lays an image's static files beside those of earlier ones: `python -m config.deploy.static /lintel/static`.

Names change with what is inside, so nothing is overwritten, and a page that was opened before a deployment still finds
its files. What no image of the last sixty days had goes.
"""

import os
import shutil
import sys
import time
from pathlib import Path

FORGET_AFTER = 60 * 24 * 3600


def lay_out(source: Path, to: Path, now: float) -> int:
    """Copy what is not there, each file whole or not at all. Answers how many came."""
    came = 0
    for file in sorted(path for path in source.rglob("*") if path.is_file()):
        place = to / file.relative_to(source)
        if not place.exists():
            place.parent.mkdir(parents=True, exist_ok=True)
            part = place.with_name(f"{place.name}.part")
            shutil.copyfile(file, part)
            part.rename(place)
            came += 1
        # Young as long as an image has it.
        os.utime(place, (now, now))
    return came


def forget_old(folder: Path, now: float) -> int:
    """Remove what no image has had for sixty days. Answers how many files went."""
    old = [path for path in folder.rglob("*") if path.is_file() and path.stat().st_mtime < now - FORGET_AFTER]
    for path in old:
        path.unlink()
    return len(old)


def main(arguments: list[str]) -> None:
    """From STATIC_ROOT to the named folder."""
    source, to = Path(os.environ["STATIC_ROOT"]), Path(arguments[0])
    now = time.time()
    came = lay_out(source, to, now)
    print(f"{came} static files came, {forget_old(to, now)} old ones went")  # noqa: T201 - this is a command


if __name__ == "__main__":
    main(sys.argv[1:])
