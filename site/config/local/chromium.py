"""Where this machine keeps Chromium, which the browser tests drive."""

import os
import platform
import shutil
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
APPLICATIONS = ("Chromium.app/Contents/MacOS/Chromium", "Google Chrome.app/Contents/MacOS/Google Chrome")


def find() -> str:
    """The path of Chromium: CHROMIUM when set, else where it is usually installed. Empty when there is none."""
    named = os.environ.get("CHROMIUM", "")
    if named:
        return shutil.which(named) or ""
    folders = (Path("/Applications"), Path.home() / "Applications")
    bundles = [str(folder / name) for folder in folders for name in APPLICATIONS]
    return next(filter(None, map(shutil.which, [*NAMES, *bundles])), "")


def how_to_get_it() -> str:
    """One sentence for whoever lacks it."""
    command = "brew install --cask chromium" if platform.system() == "Darwin" else "apt install chromium"
    return f"The browser tests need Chromium, which this machine lacks: {command}"
