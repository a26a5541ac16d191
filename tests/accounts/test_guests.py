"""What a guest saved comes along, whatever the way in; who signs out leaves nothing behind."""

from typing import Any

import pytest
from allauth.account.internal.flows.login import perform_login
from allauth.account.models import EmailAddress, Login
from allauth.core.context import request_context
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.messages import get_messages
from django.contrib.messages.middleware import MessageMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
from django.contrib.sessions.models import Session
from django.test import Client, RequestFactory

from marketplace.accounts import guests, services, staff
from marketplace.accounts.models import User
from marketplace.analytics.models import DailyCount
from marketplace.core import clock
from marketplace.projects import saving
from marketplace.projects.models import Project, ProjectFavourite, ProjectStanding
from marketplace.specialists.models import SpecialistFavourite, SpecialistProfile
from tests.accounts.conftest import PASSWORD, code_for, totp
from tests.accounts.doors import Visitor
from tests.accounts.oauth_provider import Provider
from tests.accounts.providers import Traveller
from tests.cast import at_once, profile_of, project_of

pytestmark = pytest.mark.django_db
TAKEN = "3 saved projects are in your favourites now."


@pytest.fixture
def kitchens(sam: User) -> list[Project]:
    profile = profile_of(sam)
    return [project_of(profile, title=f"Kitchen {number}") for number in range(3)]


def save(client: Client, things: list[Any]) -> None:
    for thing in things:
        kind = "projects" if isinstance(thing, Project) else "specialists"
        answer = client.post(f"/favourites/{kind}/{thing.public_id}/", {"on": "1"})
        assert answer.status_code == 302


def words(answer: Any) -> list[str]:
    return [str(message) for message in get_messages(answer.wsgi_request)]


def titles(person: User) -> list[str]:
    """What the person has saved, the latest first."""
    rows = ProjectFavourite.objects.filter(user=person).order_by("-pk")
    return list(rows.values_list("project__title", flat=True))


def counted(project: Project | SpecialistProfile) -> tuple[int, int]:
    """The number of those who saved it, by its tally and by today's row."""
    project.tally.refresh_from_db()
    days = DailyCount.objects.filter(tally=project.tally_id, day=clock.today(), metric="favourite")
    return project.tally.favourites, sum(days.values_list("value", flat=True))


def assert_taken_along(client: Client, person: User, kitchens: list[Project]) -> None:
    assert titles(person) == ["Kitchen 2", "Kitchen 1", "Kitchen 0"]
    assert [counted(project) for project in kitchens] == [(1, 1)] * 3
    assert client.session["_auth_user_id"] == str(person.pk)
    assert guests.KEY not in client.session


class TestEveryWayIn:
    @pytest.mark.parametrize("door", ["page", "browser"])
    def test_by_password(self, anna: User, kitchens: list[Project], door: str) -> None:
        visitor = Visitor(door)
        save(visitor.client, kitchens)
        assert visitor.log_in(anna.email)
        assert_taken_along(visitor.client, anna, kitchens)
        assert TAKEN in visitor.client.get("/").content.decode()

    @pytest.mark.parametrize("door", ["page", "browser"])
    def test_by_code(self, anna: User, kitchens: list[Project], door: str) -> None:
        visitor = Visitor(door)
        save(visitor.client, kitchens)
        assert visitor.come_by_code(anna.email)
        assert_taken_along(visitor.client, anna, kitchens)

    @pytest.mark.parametrize("door", ["page", "browser"])
    def test_by_signing_up(self, kitchens: list[Project], door: str) -> None:
        visitor = Visitor(door)
        save(visitor.client, kitchens[:2])
        visitor.join("berta@example.com", "Berta")
        berta = User.objects.get(email="berta@example.com")
        assert visitor.client.session[guests.KEY] == {"project": [one.public_id for one in kitchens[1::-1]]}
        # Not confirmed is still a guest.
        save(visitor.client, kitchens[2:])
        assert 'aria-pressed="true"' in visitor.client.get(kitchens[2].get_absolute_url()).content.decode()
        assert titles(berta) == []
        assert visitor.confirm(berta.email)
        assert_taken_along(visitor.client, berta, kitchens)

    def test_by_google(self, kitchens: list[Project], provider: Provider) -> None:
        gina = Traveller(provider, "google", email="gina@example.com", email_verified=True)
        save(gina.client, kitchens)
        answer = gina.go()
        assert_taken_along(gina.client, User.objects.get(email="gina@example.com"), kitchens)
        assert TAKEN in words(answer)

    def test_by_password_and_second_factor(self, moderator: User, kitchens: list[Project]) -> None:
        client = Client()
        save(client, kitchens)
        client.post("/accounts/login/", {"login": moderator.email, "password": PASSWORD})
        assert (titles(moderator), len(client.session[guests.KEY]["project"])) == ([], 3)
        answer = client.post("/accounts/2fa/authenticate/", {"code": totp(staff.demo_secret("moderator"))})
        assert_taken_along(client, moderator, kitchens)
        assert words(answer).count(TAKEN) == 1

    def test_by_whatever_else_ends_in_a_login(self, anna: User, kitchens: list[Project], rf: RequestFactory) -> None:
        """A passkey, a key of an app: allauth has one way for all of them."""
        request = rf.post("/")
        for layer in (SessionMiddleware, MessageMiddleware):
            layer(lambda _request: None).process_request(request)  # type: ignore[arg-type]
        request.session[guests.KEY] = {"project": [one.public_id for one in reversed(kitchens)]}
        request.user = AnonymousUser()
        with request_context(request):
            perform_login(request, Login(user=anna, email_verification="none"))
        assert titles(anna) == ["Kitchen 2", "Kitchen 1", "Kitchen 0"]
        assert guests.KEY not in request.session


class TestWhatComesAlong:
    def log_in(self, client: Client, person: User) -> list[str]:
        answer = client.post("/accounts/login/", {"login": person.email, "password": PASSWORD})
        assert client.session["_auth_user_id"] == str(person.pk)
        return [text for text in words(answer) if "in your favourites" in text]

    def test_is_told_for_each_kind(self, client: Client, anna: User, kitchens: list[Project]) -> None:
        save(client, [kitchens[0], kitchens[0].specialist])
        assert self.log_in(client, anna) == [
            "1 saved project is in your favourites now.",
            "1 saved specialist is in your favourites now.",
        ]
        assert counted(kitchens[0].specialist) == (1, 1)

    def test_leaves_what_was_saved_before_as_it_is(self, client: Client, anna: User, kitchens: list[Project]) -> None:
        saving.favourite(kitchens[1].public_id, user=anna, desired=True)
        save(client, kitchens)
        assert self.log_in(client, anna) == ["2 saved projects are in your favourites now."]
        assert titles(anna) == ["Kitchen 2", "Kitchen 0", "Kitchen 1"]
        assert [counted(project) for project in kitchens] == [(1, 1)] * 3

    def test_drops_without_a_word_what_is_out_of_sight(
        self, client: Client, anna: User, kitchens: list[Project]
    ) -> None:
        save(client, [*kitchens, kitchens[0].specialist])
        ProjectStanding.objects.filter(project=kitchens[0]).update(state="hidden")
        kitchens[1].delete()
        assert self.log_in(client, anna) == [
            "1 saved project is in your favourites now.",
            "1 saved specialist is in your favourites now.",
        ]
        assert titles(anna) == ["Kitchen 2"]
        assert counted(kitchens[0]) == (0, 0)

    def test_says_nothing_when_nothing_is_new(self, client: Client, anna: User, kitchens: list[Project]) -> None:
        saving.favourite(kitchens[0].public_id, user=anna, desired=True)
        save(client, kitchens[:1])
        assert self.log_in(client, anna) == []
        assert guests.KEY not in client.session

    def test_may_be_one_s_own(self, client: Client, kitchens: list[Project], sam: User) -> None:
        """As for members: whoever likes their own work may save it."""
        sam.set_password(PASSWORD)
        sam.save()
        EmailAddress.objects.create(user=sam, email=sam.email, verified=True, primary=True)
        save(client, kitchens[:1])
        assert self.log_in(client, sam) == ["1 saved project is in your favourites now."]

    @pytest.mark.parametrize("number", [1, 3])
    def test_costs_the_same_for_any_number(
        self, anna: User, kitchens: list[Project], number: int, django_assert_num_queries: Any
    ) -> None:
        session: Any = {guests.KEY: {"project": [one.public_id for one in kitchens[:number]]}}
        with django_assert_num_queries(8):
            assert len(guests.claim(session, anna)) == 1
        with django_assert_num_queries(0):
            assert guests.claim(session, anna) == []


def test_signing_out_leaves_nothing_of_the_person(client: Client, anna: User, kitchens: list[Project]) -> None:
    save(client, kitchens)
    client.post("/accounts/login/", {"login": anna.email, "password": PASSWORD})
    assert 'aria-pressed="true"' in client.get("/favourites/").content.decode()
    client.post("/accounts/logout/")
    page = client.get("/favourites/").content.decode()
    assert "Nothing saved yet" in page
    assert 'aria-pressed="true"' not in client.get(kitchens[0].get_absolute_url()).content.decode()
    assert Session.objects.count() == 0


@pytest.mark.parametrize("is_cancelled", [True, False])
def test_who_is_asked_for_the_code_reads_what_it_unlocks_and_may_go_on_browsing(
    client: Client, kitchens: list[Project], is_cancelled: bool
) -> None:
    save(client, kitchens[:1])
    client.post("/accounts/signup/", {"email": "b@example.com", "password1": PASSWORD, "display_name": "B"})
    page = client.get("/accounts/confirm-email/").content.decode()
    assert "from then on your favourites are on all your devices, and you can show projects of your own" in page
    assert '<a href="/projects/">Go on browsing</a>' in page
    if is_cancelled:
        client.post("/accounts/logout/", {"next": "/accounts/login/"})
    assert client.get("/projects/").status_code == 200
    assert [card["title"] for card in client.get("/favourites/").context["projects"]] == ["Kitchen 0"]
    client.post("/accounts/confirm-email/", {"code": code_for("b@example.com")})
    assert ("_auth_user_id" in client.session) is not is_cancelled


def test_who_changes_the_address_is_told_nothing_of_it(client: Client, anna: User) -> None:
    client.post("/accounts/login/", {"login": anna.email, "password": PASSWORD})
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    client.post("/accounts/email/", {"email": "new@example.com", "action_add": ""})
    page = client.get("/accounts/confirm-email/").content.decode()
    assert "Enter the code" in page
    assert "Go on browsing" not in page


@pytest.mark.django_db(transaction=True)
class TestAtOnce:
    @pytest.fixture
    def anna(self, pages: None) -> User:
        return services.make_person("anna@example.com", "Anna", PASSWORD)

    def test_one_session_that_signs_in_twice_takes_everything_along_once(
        self, anna: User, kitchens: list[Project]
    ) -> None:
        guest = Client()
        save(guest, kitchens)
        cookie = guest.cookies[settings.SESSION_COOKIE_NAME].value

        def log_in() -> list[str]:
            client = Client()
            client.cookies[settings.SESSION_COOKIE_NAME] = cookie
            answer = client.post("/accounts/login/", {"login": anna.email, "password": PASSWORD})
            return [text for text in words(answer) if "favourites" in text]

        outcomes = at_once(log_in, log_in)
        assert sorted(map(str, outcomes)) == [str([TAKEN]), "[]"]
        assert sorted(titles(anna)) == ["Kitchen 0", "Kitchen 1", "Kitchen 2"]
        assert [counted(project) for project in kitchens] == [(1, 1)] * 3

    def test_many_who_saved_the_same_in_another_order_wait_for_each_other(self, kitchens: list[Project]) -> None:
        people = [services.make_person(f"p{number}@example.com", "P", PASSWORD) for number in range(6)]
        ids = [project.public_id for project in kitchens]

        def claim(person: User, number: int) -> list[str]:
            order = ids if number % 2 else ids[::-1]
            session: Any = {
                guests.KEY: {"project": order, "specialist": [kitchens[0].specialist.public_id]},
            }
            return guests.claim(session, person)

        outcomes = at_once(*(lambda p=p, n=n: claim(p, n) for n, p in enumerate(people)))
        assert [outcome for outcome in outcomes if isinstance(outcome, Exception)] == []
        assert [counted(thing) for thing in (*kitchens, kitchens[0].specialist)] == [(6, 6)] * 4
        assert SpecialistFavourite.objects.count() == 6
