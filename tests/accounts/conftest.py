"""What the tests of accounts share: mail that a worker would have sent, and people with passwords."""

from collections.abc import Callable, Iterator

import pytest
from allauth.mfa.totp.internal import auth
from django.test import Client

from marketplace.accounts import groups, services, staff
from marketplace.accounts.models import OutgoingMail, User

PASSWORD = "violet teapot marching north"


def code_for(email: str) -> str:
    """The code in the latest mail to this address."""
    lines = OutgoingMail.objects.filter(to=email).latest("id").text.splitlines()
    return next(line for line in lines if len(line) == 9 and line[4] == "-")


def totp(secret: str) -> str:
    """The code an authenticator app would show now."""
    counters = list(auth.yield_hotp_counters_from_time())
    return auth.format_hotp_value(auth.hotp_value(secret, counters[len(counters) // 2]))


@pytest.fixture
def anna(db: None) -> User:
    """Anna has a confirmed address and a password."""
    return services.make_person("anna@example.com", "Anna", PASSWORD)


@pytest.fixture
def moderator(db: None) -> User:
    """Mona moderates and has an authenticator app."""
    groups.sync()
    secret = staff.demo_secret("moderator")
    return services.make_person("mona@example.com", "Mona", PASSWORD, groups=["moderator"], totp_secret=secret)


@pytest.fixture
def sign_in() -> Iterator[Callable[[User], Client]]:
    """Signs a person in through the page, second factor included."""

    def through_the_page(user: User) -> Client:
        client = Client()
        client.post("/accounts/login/", {"login": user.email, "password": PASSWORD})
        if user.groups.exists():
            role = user.groups.get().name
            client.post("/accounts/2fa/authenticate/", {"code": totp(staff.demo_secret(role))})
        assert client.session["_auth_user_id"] == str(user.pk)
        return client

    yield through_the_page


@pytest.fixture(autouse=True)
def _every_page_has_an_address(settings: object) -> None:
    """The frame of every page links to pages of other rooms; until they are all there, their names lead somewhere."""
    settings.ROOT_URLCONF = "tests.accounts.addresses"  # type: ignore[attr-defined]
