"""manifest.json: what a backup holds and what must come back, for the restore and for people."""

import json
import platform
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path

from config.backup import BackupError
from config.backup.tables import Table

NAME = "manifest.json"


@dataclass(frozen=True)
class Manifest:
    """One backup's promise."""

    made_at: str
    versions: dict[str, str]
    migrations: list[str]
    tables: dict[str, Table]
    foreign_keys: list[str]
    files: int
    bytes: int
    missing: list[str]
    hashes: dict[str, str]

    def write(self, folder: Path) -> None:
        """Write it down, for programs and people."""
        (folder / NAME).write_text(json.dumps(asdict(self), indent=1, ensure_ascii=False) + "\n")

    def rows(self) -> int:
        """The rows of all tables together."""
        return sum(table.rows for table in self.tables.values())


def read(folder: Path) -> Manifest:
    """The manifest of a backup. Raises BackupError when there is none or it cannot be read."""
    try:
        said = json.loads((folder / NAME).read_text())
        return Manifest(**{**said, "tables": {name: Table(**table) for name, table in said["tables"].items()}})
    except FileNotFoundError:
        raise BackupError(f"{folder} is no backup: it holds no {NAME}.") from None
    except (ValueError, KeyError, TypeError) as error:
        raise BackupError(f"The {NAME} of {folder} cannot be read: {error}.") from error


def versions(server: int) -> dict[str, str]:
    """What made the backup."""
    return {
        "python": platform.python_version(),
        "postgresql": str(server),
        **{name: version(name) for name in ("django", "wagtail")},
    }
