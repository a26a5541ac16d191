"""The floors, read from .importlinter: the one list that imports, foreign keys and diagrams follow."""

from configparser import ConfigParser

from django.apps import AppConfig, apps

from config.env import ROOT


def floors() -> list[list[str]]:
    """The packages from the top floor down; neighbours share an entry. `marketplace` is given as its own floors."""
    house, marketplace = _layers("house"), _layers("marketplace")
    inside = [[f"marketplace.{name}" for name in names] for names in marketplace]
    at = house.index(["marketplace"])
    return house[:at] + inside + house[at + 1 :]


def floor_of(package: str) -> int | None:
    """How many floors are above the package; None for what is not ours."""
    numbered = {name: number for number, names in enumerate(floors()) for name in names}
    return numbered.get(package)


def our_apps() -> list[AppConfig]:
    """Our Django apps, from the top floor down, by name within a floor."""
    ours = [config for config in apps.get_app_configs() if floor_of(config.name) is not None]
    return sorted(ours, key=lambda config: (floor_of(config.name) or 0, config.name))


def _layers(contract: str) -> list[list[str]]:
    parser = ConfigParser()
    parser.read(ROOT / ".importlinter")
    lines = parser[f"importlinter:contract:{contract}"]["layers"].split("\n")
    return [[name.strip() for name in line.split("|")] for line in lines if line.strip()]
