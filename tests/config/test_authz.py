"""Who may open which door: tests/authz.yml has a row for every route, and the site does what the rows say."""

import pytest

from tests.api import world as api
from tests.config import doors, things

ROUTES = doors.routes()
ADMIN = [route for route in ROUTES if route.startswith("admin/")]


def test_every_route_has_a_row() -> None:
    rows = doors.table()
    assert [route for route in ROUTES if route not in rows] == []


def test_every_row_has_a_route() -> None:
    assert [route for route in doors.table() if route not in ROUTES] == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    "routes",
    [
        pytest.param([route for route in ROUTES if route not in ADMIN], id="site"),
        # Some thousand pages of the admin take minutes to draw.
        pytest.param(ADMIN, id="admin", marks=pytest.mark.exhaustive),
    ],
)
def test_each_person_gets_through_the_doors_that_are_theirs_and_no_other(routes: list[str]) -> None:
    world = api.build()
    browsers, known, wanted = doors.browsers(world), things.build(world), doors.table()
    found = {route: doors.who(route, doors.address_of(route, known), browsers) for route in routes}
    assert {route: row for route, row in found.items() if row != wanted[route]} == {}
