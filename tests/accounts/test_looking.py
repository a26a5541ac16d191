"""Staff see the site with a customer's eyes: they see, they change nothing, and everybody can know of it."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.test import Client

from marketplace.accounts import looking, services, staff
from marketplace.accounts.models import User
from marketplace.audit.models import Event
from marketplace.core import clock
from marketplace.core.errors import Invalid, NotAllowed
from tests.accounts.conftest import PASSWORD
from tests.accounts.test_people import member
from tests.cast import profile_of, project_of
from tests.config import doors

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("pages")]
WHY = "Called: the draft of the kitchen is not to be found."
SignIn = Callable[[User], Client]


@pytest.fixture
def support(sign_in: SignIn) -> Client:
    return sign_in(member("support"))


def look(browser: Client, person: User, note: str = WHY) -> int:
    return browser.post(f"/admin/people/{person.pk}/", {"action": "look", "note": note}).status_code


def facts(person: User) -> list[tuple[str, str, str]]:
    kinds = ("account.looked_at", "account.looked_away")
    found = Event.objects.filter(kind__in=kinds, subject_id=person.pk).order_by("pk")
    return [(event.kind, str(event.actor), event.data.get("why", event.data["note"])) for event in found]


def banner(browser: Client, address: str = "/account/") -> bool:
    answer = browser.get(address)
    return "You see the site as Clara (clara@example.com)" in answer.content.decode()


def test_every_page_is_the_persons_with_a_banner_and_a_way_back(support: Client, clara: User) -> None:
    assert "See the site as this person" in support.get(f"/admin/people/{clara.pk}/").content.decode()
    assert look(support, clara) == 302
    for address in ("/", "/projects/", "/account/", "/favourites/", "/nothing-here/", "/kk/account/"):
        answer = support.get(address)
        assert answer.headers["Cache-Control"] == "private, no-store"
        assert "clara@example.com" in answer.content.decode()
    assert banner(support)
    answer = support.post("/account/look-away/")
    assert answer.headers["Location"] == f"/admin/people/{clara.pk}/"
    assert not banner(support)
    assert facts(clara) == [("account.looked_at", "Support", WHY), ("account.looked_away", "Support", "button")]
    assert support.get("/admin/").status_code == 200


@pytest.mark.parametrize(
    "address",
    [
        "/api/v1/me/",
        "/api/v1/me/sessions/",
        "/api/v1/me/data/copy/file/",
        "/api/v1/me/consents/",
        "/media-files/a/b.pdf",
    ],
)
def test_programs_and_papers_are_not_looked_at_with_somebody_elses_eyes(
    support: Client, clara: User, address: str
) -> None:
    look(support, clara)
    answer = support.get(address)
    assert answer.status_code == 403
    assert "clara@example.com" not in answer.content.decode().replace("(clara@example.com)", "")


def test_the_persons_own_api_is_not_written(support: Client, clara: User) -> None:
    look(support, clara)
    answer = support.patch("/api/v1/me/", {"display_name": "Hacked"}, content_type="application/json")
    assert (answer.status_code, answer.json()["code"]) == (403, "looking_only")
    clara.refresh_from_db()
    assert clara.display_name == "Clara"


def test_nothing_is_sent_through_any_door(support: Client, clara: User) -> None:
    look(support, clara)
    before = User.objects.values().get(pk=clara.pk)
    events = Event.objects.count()
    for route in doors.routes():
        address = doors.address_of(route, {})
        if "logout" in address or "look-away" in address:
            continue
        for method in ("POST", "PUT", "PATCH", "DELETE") if route.startswith(doors.PROGRAMS) else ("POST",):
            answer = support.generic(method, address)
            assert answer.status_code == 403, (method, address)
            assert b"looking_only" in answer.content or b"Only looking" in answer.content, (method, address)
    assert (User.objects.values().get(pk=clara.pk), Event.objects.count()) == (before, events)
    assert banner(support)


@pytest.mark.parametrize(
    "address",
    [
        *("/admin/", "/admin/people/1/", "/accounts/2fa/recovery-codes/", "/accounts/2fa/recovery-codes/download/"),
        *("/accounts/email/", "/accounts/sessions/", "/kk/accounts/2fa/", "/account/switch-off/", "/account/name/"),
        *("/_allauth/browser/v1/account/authenticators/recovery-codes", "/_allauth/app/v1/auth/session"),
    ],
)
def test_secrets_and_the_admin_stay_shut(support: Client, clara: User, address: str) -> None:
    look(support, clara)
    assert support.get(address).status_code == 403


def test_no_view_is_counted_and_no_session_of_the_persons_appears(
    support: Client, clara: User, sam: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = project_of(profile_of(sam))
    seen: list[bool] = []

    def note(_metric: object, _tally: object, viewer: object, **_more: object) -> None:
        seen.append(viewer.is_staff)  # type: ignore[attr-defined]

    monkeypatch.setattr("marketplace.analytics.services.seen", note)
    look(support, clara)
    assert support.get(project.get_absolute_url()).status_code == 200
    assert seen == [True]
    assert not UserSession.objects.filter(user=clara).exists()
    clara.refresh_from_db()
    assert clara.last_login is None


def test_it_ends_after_a_quarter_of_an_hour_and_what_is_sent_then_is_not_taken(
    support: Client, clara: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    look(support, clara)
    real = clock.now
    monkeypatch.setattr(clock, "now", lambda: real() + timedelta(minutes=14, seconds=50))
    assert banner(support)
    monkeypatch.setattr(clock, "now", lambda: real() + timedelta(minutes=15, seconds=1))
    assert support.post("/account/name/", {"display_name": "Sent as Clara"}).status_code == 403
    assert not banner(support)
    assert facts(clara)[-1] == ("account.looked_away", "Support", "time")
    assert not User.objects.filter(display_name="Sent as Clara").exists()


def test_it_ends_with_the_session_of_the_member_of_staff(support: Client, clara: User) -> None:
    look(support, clara)
    assert support.post("/accounts/logout/").status_code == 302
    assert "_auth_user_id" not in support.session
    assert facts(clara)[-1] == ("account.looked_away", "Support", "signed out")


def test_it_ends_when_the_right_is_taken_away(support: Client, clara: User) -> None:
    look(support, clara)
    User.objects.get(email="support@example.com").groups.clear()
    assert not banner(support)


@pytest.mark.parametrize("role", ["moderator", "editor", "finance"])
def test_other_staff_do_not_look(sign_in: SignIn, clara: User, role: str) -> None:
    browser = sign_in(member(role))
    assert look(browser, clara) == 302
    assert (banner(browser), facts(clara), looking.KEY in browser.session) == (False, [], False)


def test_nobody_looks_as_staff_or_without_a_reason(support: Client, clara: User) -> None:
    me = User.objects.get(email="support@example.com")
    for person in (member("moderator"), me, member("finance", superuser=True)):
        look(support, person)
        with pytest.raises(NotAllowed):
            looking.begin(support.session, person.pk, note=WHY, by=me)
        assert facts(person) == []
    assert look(support, clara, " ") == 422
    with pytest.raises(Invalid):
        looking.begin(support.session, clara.pk, note="", by=me)
    assert (facts(clara), looking.KEY in support.session) == ([], False)


def test_nobody_looks_without_a_second_factor(clara: User) -> None:
    person, browser = member("support"), Client()
    browser.force_login(person)
    look(browser, clara)
    assert (facts(clara), looking.KEY in browser.session) == ([], False)


def test_a_customer_who_writes_the_key_into_a_session_sees_nothing(clara: User, eve: User, client: Client) -> None:
    client.force_login(eve)
    session = client.session
    session[looking.KEY] = {"person": clara.pk, "until": clock.now().timestamp() + 900, "note": WHY}
    session.save()
    assert not banner(client)


def test_a_secret_of_the_persons_sign_in_never_moves(sign_in: SignIn) -> None:
    secret = staff.demo_secret("clara")
    clara = services.make_person("clara@example.com", "Clara", PASSWORD, totp_secret=secret)
    admin = sign_in(member("admin"))
    assert look(admin, clara) == 302
    assert banner(admin)
    assert admin.get("/accounts/2fa/recovery-codes/").status_code == 403
