"""What the tests of accounts share: mail that a worker would have sent, and people with passwords."""

from collections.abc import Callable, Iterator

import pytest
from allauth.mfa.totp.internal import auth
from django.conf import LazySettings
from django.test import Client
from wagtail.models import Collection, Locale, Page

from marketplace.accounts import groups, services, staff, tasks
from marketplace.accounts.models import OutgoingMail, OutgoingText, User
from marketplace.audit import services as audit
from tests.accounts.oauth_provider import Provider, open_provider
from tests.accounts.providers import ask_at, give_keys

PASSWORD = "violet teapot marching north"


def code_for(email: str) -> str:
    """The code in the latest mail to this address."""
    lines = OutgoingMail.objects.filter(to=email).latest("id").text.splitlines()
    return next(line for line in lines if len(line) == 9 and line[4] == "-")


def totp(secret: str, *, is_next: bool = False) -> str:
    """The code an authenticator app would show now, or the one after it: each works once."""
    counters = sorted(auth.yield_hotp_counters_from_time())
    return auth.format_hotp_value(auth.hotp_value(secret, counters[-1 if is_next else len(counters) // 2]))


def work() -> None:
    """What workers do: events are delivered, and of what is asked for, each waiting mail and text message is sent."""
    for delivery in audit.due():
        audit.deliver(delivery)
    for mail in OutgoingMail.objects.filter(state="queued").order_by("id"):
        tasks.send_mail(mail.pk)
    for text in OutgoingText.objects.filter(state="queued").order_by("id"):
        tasks.send_text(text.pk)


@pytest.fixture
def anna(db: None) -> User:
    """Anna has a confirmed address and a password."""
    return services.make_person("anna@example.com", "Anna", PASSWORD)


@pytest.fixture
def pages(db: None) -> None:
    """Wagtail's first page and folder, which a test with transactions of its own may have emptied out."""
    Locale.objects.get_or_create(language_code="en")
    root = Page.get_first_root_node() or Page.add_root(title="Root", slug="root")
    if not root.numchild:
        root.add_child(title="Home", slug="home")
    if not Collection.get_first_root_node():
        Collection.add_root(name="Root")


@pytest.fixture
def moderator(pages: None) -> User:
    """Mona moderates and has an authenticator app."""
    groups.sync()
    secret = staff.demo_secret("moderator")
    return services.make_person("mona@example.com", "Mona", PASSWORD, groups=["moderator"], totp_secret=secret)


@pytest.fixture
def sign_in() -> Callable[[User], Client]:
    """Signs a person in through the page, second factor included."""

    def through_the_page(user: User) -> Client:
        client = Client()
        client.post("/accounts/login/", {"login": user.email, "password": PASSWORD})
        if user.groups.exists():
            role = user.groups.get().name
            client.post("/accounts/2fa/authenticate/", {"code": totp(staff.demo_secret(role))})
        assert client.session["_auth_user_id"] == str(user.pk)
        return client

    return through_the_page


@pytest.fixture(scope="module")
def running() -> Iterator[Provider]:
    with open_provider() as provider:
        yield provider


@pytest.fixture
def provider(running: Provider, monkeypatch: pytest.MonkeyPatch, settings: LazySettings) -> Provider:
    """Google and Facebook, and the site has keys of theirs."""
    ask_at(running, monkeypatch)
    give_keys(settings)
    return running
