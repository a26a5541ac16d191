"""What owners are told of how their listings stand, the same for every kind."""

from typing import Any

import pytest

from marketplace.accounts.models import User
from marketplace.core.machine import Party
from marketplace.projects import details as project_details
from marketplace.projects import services as projects
from marketplace.projects import transitions as project_arrows
from marketplace.specialists import details as specialist_details
from marketplace.specialists import services as specialists
from marketplace.specialists import transitions as specialist_arrows
from tests.cast import profile_of, project_of

KINDS = {
    "project": (lambda sam: project_of(profile_of(sam)), projects.update, project_arrows, project_details.own),
    "specialist": (profile_of, specialists.update, specialist_arrows, specialist_details.own),
}
WORDS = {"project": {"summary": "Calmer still."}, "specialist": {"bio": "Thirty years."}}


@pytest.mark.django_db
@pytest.mark.parametrize("kind", KINDS)
def test_a_change_that_was_sent_back_no_longer_waits_until_it_is_changed_again(
    sam: User, mona: User, kind: str
) -> None:
    make, update, arrows, own = KINDS[kind]
    listing: Any = make(sam)

    def told() -> tuple[str, bool, str]:
        found = own(type(listing).objects.get(pk=listing.pk), Party.SPECIALIST)
        return found["state"], found["has_pending_changes"], found["note"]

    assert told() == ("published", False, "")
    update(listing.pk, by=sam, fields=WORDS[kind])
    assert told() == ("published", True, "")
    waiting = type(listing).objects.get(pk=listing.pk).standing.draft_id
    arrows.request_changes(listing.pk, revision_id=waiting, note="Which one?", by=mona)
    assert told() == ("published", False, "Which one?")
    again = {name: f"{words} Really." for name, words in WORDS[kind].items()}
    update(listing.pk, by=sam, fields=again)
    assert told() == ("published", True, "")
