"""docs/permissions.md: who gets through which door, from the table that the tests hold the site to."""

import re
from collections import Counter
from collections.abc import Iterator

import yaml

from config.docs import HEAD
from config.env import ROOT

TABLE = ROOT / "tests" / "authz.yml"
ROOMS = {
    "api/v1/": "API",
    "_allauth/app/": "Signing in from an app",
    "_allauth/browser/": "Signing in from a script of a page",
    "_allauth/": "Signing in for programs",
    "accounts/": "Signing in on pages",
    "account/": "One's own account",
    "specialist/": "A specialist's own pages",
    "admin/": "Admin",
    "": "Everybody's pages",
}
# The admin has hundreds of doors: each of its rooms is a table, unless it has next to none.
ADMIN = "admin/"
SMALL = 4
INTRO = """# Permissions

Every route, every method, and who gets through: *everyone*; *people*, who is signed in; *staff*, every role that may
enter the admin; *nobody*, for a door that is shut, or opens for somebody's own things and after one more proof only; or
the roles by name. A way to sign in, a refusal and a page that is not there do not count as getting through. What is a
person's own is guarded once more by the rules of each app: `tests/api/access.txt` says for each operation of the API
and each state of a thing what its owner, a stranger and a visitor are answered.

The tests open each door as each of these people (`tests/config/test_authz.py`): this is what the site does.
"""

Rows = dict[str, dict[str, str]]


def page() -> str:
    """The whole page."""
    rows: Rows = yaml.safe_load(TABLE.read_text(encoding="utf-8"))
    found = {route: room_of(route.removeprefix("^")) for route in rows}
    sizes = Counter(found.values())
    rooms: dict[str, Rows] = {}
    for route, room in found.items():
        is_small = room.startswith(ROOMS[ADMIN]) and sizes[room] < SMALL
        rooms.setdefault(ROOMS[ADMIN] if is_small else room, {})[route] = rows[route]
    order = [ROOMS[""], *ROOMS.values(), *sorted(rooms)]
    tables = [line for room in dict.fromkeys(order) if room in rooms for line in _table(room, rooms[room])]
    return "\n".join([HEAD, INTRO, *tables])


def room_of(route: str) -> str:
    """The heading that a route stands under; of the admin, with the part that its address begins with."""
    beginning = next(one for one in ROOMS if route.startswith(one))
    if beginning != ADMIN:
        return ROOMS[beginning]
    part = re.match(r"[\w-]*", route.removeprefix(ADMIN))
    return f"{ROOMS[ADMIN]}: {part[0] or 'home'}" if part and part[0] else ROOMS[ADMIN]


def _table(room: str, rows: Rows) -> Iterator[str]:
    methods = list(dict.fromkeys(method for doors in rows.values() for method in doors))
    yield f"## {room}\n"
    yield f"| Route | {' | '.join(methods)} |"
    yield f"| --- |{' --- |' * len(methods)}"
    for route, doors in rows.items():
        cells = " | ".join(doors.get(method, "–") for method in methods)
        yield f"| `/{readable(route)}` | {cells} |"
    yield ""


def readable(route: str) -> str:
    """The route as a person writes it: `projects/<slug>-<public_id>/`."""
    text = re.sub(r"<\w+:(\w+)>", r"<\1>", route)
    text = re.sub(r"\(\?P<(\w+)>(?:[^()]|\([^()]*\))*\)", r"<\1>", text)
    text = text.replace(r"((?:[\w\-]+/)*)", "<path>/").replace("(?:/|$)", "/").replace(r"(\d+)/(.*)", "<id>/<name>")
    return re.sub(r"[\\^$]|\\Z|Z$", "", text.replace("[^/]+", "<any>").replace(r"\Z", "")).replace("|", r"\|")
