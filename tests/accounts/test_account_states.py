"""An account moves along its arrows, for those who may ask, and along nothing else."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.db import IntegrityError, transaction
from django.test import Client

from marketplace.accounts import sessions, states, transitions
from marketplace.accounts.models import OutgoingMail, User
from marketplace.accounts.states import ACCOUNT, AccountState
from marketplace.audit.models import Event
from marketplace.core import clock
from marketplace.core.errors import IllegalTransition, Invalid, NotAllowed
from marketplace.core.machine import Party
from marketplace.projects import transitions as projects
from marketplace.projects.models import Project
from tests.accounts.conftest import PASSWORD, work
from tests.accounts.test_tokens import tokens
from tests.cast import at_once, profile_of, project_of

WHY = "Three people were asked for money in advance."
CALLS: dict[str, Callable[..., Any]] = {
    "confirm": lambda person, by: transitions.confirm(person.pk),
    "limit": lambda person, by: transitions.limit(person.pk, note=WHY, by=by),
    "suspend": lambda person, by: transitions.suspend(person.pk, note=WHY, by=by),
    "lift": lambda person, by: transitions.lift(person.pk, by=by),
    "deactivate": lambda person, by: transitions.deactivate(person.pk, by=by),
    "reactivate": lambda person, by: transitions.reactivate(person.pk),
}
# Asked by nobody but the way in, and asked each time: where there is nothing to do they do nothing.
QUIET = {"confirm", "reactivate"}


def put(person: User, state: str) -> User:
    """The account as it stands after its machine has brought it to the state."""
    enters = state not in ("suspended", "erased")
    if state == "erased":
        User.objects.filter(pk=person.pk).update(email=f"{person.public_id}@erased.invalid", display_name="")
    User.objects.filter(pk=person.pk).update(state=state, is_active=enters, limited_until=None, state_note="")
    return User.objects.get(pk=person.pk)


def told(person: User) -> tuple[Any, ...]:
    row = User.objects.values_list("state", "is_active", "state_note", "limited_until").get(pk=person.pk)
    return (*row, list(Event.objects.filter(subject_id=person.pk).order_by("pk").values_list("kind", flat=True)))


def test_every_state_but_the_first_is_reached() -> None:
    assert set(AccountState.values) - {arrow.target for arrow in ACCOUNT.arrows} == {"unconfirmed"}


def test_what_is_offered_is_what_would_be_taken() -> None:
    assert ACCOUNT.actions("active", Party.MODERATOR) == ["limit", "suspend"]
    assert ACCOUNT.actions("suspended", Party.MODERATOR) == ["lift"]
    assert ACCOUNT.actions("active", Party.SELF) == ["deactivate", "leave"]
    assert ACCOUNT.actions("deactivated", Party.SELF) == ["reactivate", "stay"]
    assert ACCOUNT.actions("erased", Party.SELF | Party.MODERATOR | Party.ADMIN | Party.SYSTEM) == []
    assert ACCOUNT.actions("suspended", Party.SELF) == []


@pytest.mark.parametrize("actor", ["self", "moderator", "stranger"])
@pytest.mark.parametrize("state", AccountState.values)
@pytest.mark.parametrize("action", list(CALLS))
def test_only_declared_moves_are_made(clara: User, mona: User, eve: User, action: str, state: str, actor: str) -> None:
    clara = put(clara, state)
    by = {"self": clara, "moderator": mona, "stranger": eve}[actor]
    party = {"self": Party.SELF, "moderator": Party.MODERATOR, "stranger": Party.NONE}[actor]
    arrow = next(arrow for arrow in ACCOUNT.arrows if arrow.action == action)
    before = told(clara)
    may = state in arrow.sources and (action in QUIET or bool(arrow.by & party))
    if may or action in QUIET:
        CALLS[action](clara, by)
        assert User.objects.get(pk=clara.pk).state == (arrow.target if may else state)
    else:
        with pytest.raises((NotAllowed, IllegalTransition)):
            CALLS[action](clara, by)
        assert told(clara) == before


@pytest.mark.parametrize(
    "columns",
    [{"state": "suspended"}, {"is_active": False}, {"state": "gone"}, {"limited_until": clock.now()}],
    ids=str,
)
def test_the_database_keeps_state_and_switch_in_step(clara: User, columns: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.filter(pk=clara.pk).update(**columns)


class TestSuspending:
    def test_needs_a_reason(self, clara: User, mona: User) -> None:
        before = told(clara)
        with pytest.raises(Invalid) as refusal:
            transitions.suspend(clara.pk, note="  ", by=mona)
        assert (refusal.value.field, told(clara)) == ("note", before)

    def test_signs_out_at_once_hides_what_was_public_and_says_why_in_the_persons_language(
        self, sam: User, mona: User
    ) -> None:
        User.objects.filter(pk=sam.pk).update(locale="ru")
        project_of(profile_of(sam))
        browser = Client()
        browser.force_login(sam)
        transitions.suspend(sam.pk, note=WHY, by=mona)
        assert browser.get("/account/").status_code == 302
        assert not Project.objects.public().exists()
        work()
        mail = OutgoingMail.objects.get(to=sam.email)
        assert mail.subject == "Ваш аккаунт Lintel заблокирован"
        transitions.lift(sam.pk, by=mona)
        assert Project.objects.public().count() == 1
        assert told(sam)[:4] == ("active", True, "", None)

    def test_shuts_the_door_until_it_is_lifted(self, anna: User, mona: User) -> None:
        transitions.suspend(anna.pk, note=WHY, by=mona)
        browser = Client()
        browser.post("/accounts/login/", {"login": anna.email, "password": PASSWORD})
        assert "_auth_user_id" not in browser.session
        transitions.lift(anna.pk, by=mona)
        browser.post("/accounts/login/", {"login": anna.email, "password": PASSWORD})
        assert browser.session["_auth_user_id"] == str(anna.pk)

    def test_of_ones_own_account_is_refused(self, mona: User) -> None:
        with pytest.raises(NotAllowed):
            transitions.suspend(mona.pk, note=WHY, by=mona)
        assert told(mona)[0] == "active"

    def test_of_staff_takes_an_admin(self, mona: User, clara: User) -> None:
        clara.groups.add(Group.objects.get(name="moderator"))
        with pytest.raises(NotAllowed):
            transitions.suspend(clara.pk, note=WHY, by=mona)
        admin = User.objects.create_superuser("root@example.com", PASSWORD)
        transitions.suspend(clara.pk, note=WHY, by=admin)
        assert told(clara)[0] == "suspended"


class TestALimit:
    def test_lets_nothing_new_begin_and_what_is_public_stay(self, sam: User, mona: User) -> None:
        profile = profile_of(sam)
        public, draft = project_of(profile), project_of(profile, state="draft")
        transitions.limit(sam.pk, note=WHY, by=mona)
        with pytest.raises(NotAllowed) as refusal:
            projects.submit(draft.pk, by=User.objects.get(pk=sam.pk))
        assert refusal.value.code == "limited"
        assert list(Project.objects.public()) == [public]
        assert Project.objects.get(pk=draft.pk).standing.state == "draft"

    def test_tells_on_the_account_page_why_and_until_when(self, clara: User, mona: User, client: Client) -> None:
        until = clock.now() + timedelta(days=3)
        transitions.limit(clara.pk, note=WHY, until=until, by=mona)
        client.force_login(clara)
        page = client.get("/account/").content.decode()
        assert WHY in page
        assert "Your account is limited until" in page

    def test_ends_by_itself_when_its_time_is_over(self, clara: User, eve: User, mona: User) -> None:
        for person, days in ((clara, 1), (eve, 3)):
            transitions.limit(person.pk, note=WHY, until=clock.now() + timedelta(days=days), by=mona)
        assert transitions.lift_due() == 0
        User.objects.filter(pk=clara.pk).update(limited_until=clock.now() - timedelta(seconds=1))
        assert (transitions.lift_due(), transitions.lift_due()) == (1, 0)
        assert (told(clara)[0], told(eve)[0]) == ("active", "limited")

    def test_cannot_end_in_the_past(self, clara: User, mona: User) -> None:
        with pytest.raises(Invalid) as refusal:
            transitions.limit(clara.pk, note=WHY, until=clock.now() - timedelta(hours=1), by=mona)
        assert (refusal.value.field, told(clara)[0]) == ("until", "active")


class TestSwitchingOffOnesOwn:
    def test_asks_for_the_password_first(self, anna: User, client: Client) -> None:
        client.force_login(anna)
        assert client.post("/account/switch-off/").status_code == 302
        assert told(anna)[0] == "active"

    def test_hides_everything_and_the_next_sign_in_brings_it_back(self, anna: User) -> None:
        project_of(profile_of(anna))
        browser = Client()
        browser.post("/accounts/login/", {"login": anna.email, "password": PASSWORD})
        browser.post("/accounts/reauthenticate/", {"password": PASSWORD})
        assert "Nothing is deleted" in browser.get("/account/switch-off/").content.decode()
        assert browser.post("/account/switch-off/").status_code == 302
        assert told(anna)[0] == "deactivated"
        assert not Project.objects.public().exists()
        assert browser.get("/account/").status_code == 302
        browser.post("/accounts/login/", {"login": anna.email, "password": PASSWORD})
        assert told(anna)[0] == "active"
        assert "Welcome back" in browser.get("/account/").content.decode()
        assert Project.objects.public().count() == 1
        work()
        subjects = list(OutgoingMail.objects.filter(to=anna.email).order_by("pk").values_list("subject", flat=True))
        assert subjects[-2:] == ["Your Lintel account is switched off", "Welcome back to Lintel"]


class TestFromAnApp:
    def test_it_is_switched_off_after_a_sign_in_and_all_tokens_end(self, anna: User) -> None:
        mine = tokens(anna)["access_token"]
        said = {"authorization": f"Bearer {mine}"}
        assert Client().post("/api/v1/me/deactivation/", headers=said).status_code == 204
        assert told(anna)[0] == "deactivated"
        assert Client().get("/api/v1/me/", headers=said).status_code == 401
        tokens(anna)
        assert told(anna)[0] == "active"

    def test_an_old_sign_in_is_not_enough(self, anna: User) -> None:
        client = Client()
        client.force_login(anna)
        answer = client.post("/api/v1/me/deactivation/", headers={"x-csrftoken": "none"})
        assert (answer.status_code, answer.json()["code"]) == (403, "reauthentication_required")
        assert told(anna)[0] == "active"


@pytest.mark.django_db(transaction=True)
class TestTwoAtOnce:
    def moves(self, mona: User, clara: User) -> list[str]:
        last = Event.objects.latest("pk").pk if Event.objects.exists() else 0
        outcomes = at_once(
            lambda: transitions.suspend(clara.pk, note=WHY, by=mona),
            lambda: transitions.limit(clara.pk, note=WHY, by=mona),
            lambda: transitions.limit(clara.pk, note=WHY, by=mona),
        )
        found = Event.objects.filter(subject_id=clara.pk, kind__in=ACCOUNT.facts(), pk__gt=last).order_by("pk")
        kinds = list(found.values_list("kind", flat=True))
        assert len(kinds) == sum(isinstance(one, User) for one in outcomes)
        return kinds

    def test_decisions_come_one_after_the_other(self, mona: User, clara: User) -> None:
        for _ in range(10):
            put(clara, "active")
            # Limited once at most, and suspended whether before or after.
            assert self.moves(mona, clara) in ([states.SUSPEND.fact], [states.LIMIT.fact, states.SUSPEND.fact])

    def test_control_without_the_lock_somebody_is_limited_twice(
        self, mona: User, clara: User, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(type(User.objects), "lock", lambda self, pk: self.get(pk=pk))
        seen = set()
        for _ in range(30):
            put(clara, "active")
            seen.add(tuple(self.moves(mona, clara)))
        assert seen - {(states.SUSPEND.fact,), (states.LIMIT.fact, states.SUSPEND.fact)}


def test_signing_somebody_out_says_who_did_it(clara: User, mona: User) -> None:
    sessions.sign_out_everywhere(clara, by=mona)
    assert Event.objects.get(kind="account.signed_out_everywhere").actor == mona
