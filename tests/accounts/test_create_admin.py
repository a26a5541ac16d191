"""`manage.py create_admin` makes the first admin, or nothing."""

import io
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core.management import CommandError, call_command
from django.test import Client

from marketplace.accounts import staffing
from marketplace.accounts.management.commands import create_admin
from marketplace.accounts.models import User
from marketplace.audit.models import Event
from tests.accounts.conftest import PASSWORD
from tests.cast import at_once

pytestmark = pytest.mark.django_db


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, pages: None) -> Any:
    """The command, with a password on its standard input; its answer."""

    def command(email: str = "Aigul@Example.com", password: str = PASSWORD, *more: str, name: str = "Aigul") -> str:
        monkeypatch.setattr("sys.stdin", io.StringIO(f"{password}\n"))
        said = io.StringIO()
        call_command("create_admin", email, "--name", name, *more, stdout=said)
        return said.getvalue().strip()

    return command


def test_makes_an_admin_with_a_proved_address_who_only_needs_a_second_factor(run: Any) -> None:
    said = run("Aigul@Example.com", PASSWORD, "--language", "ru")
    assert said == "Aigul@Example.com is an admin. The second factor is set up at the first visit of /admin/."
    person = User.objects.get()
    assert (person.email, person.display_name, person.locale) == ("aigul@example.com", "Aigul", "ru")
    assert (person.is_staff, person.is_superuser, person.state) == (True, False, "active")
    assert [group.name for group in person.groups.all()] == ["admin"]
    assert EmailAddress.objects.values_list("email", "verified", "primary").get() == ("aigul@example.com", True, True)
    assert person.has_perm("accounts.add_user")
    assert [event.kind for event in Event.objects.order_by("pk")] == ["account.created", "account.rights_changed"]
    assert not Event.objects.exclude(actor=None).exists()
    browser = Client()
    browser.post("/accounts/login/", {"login": "aigul@example.com", "password": PASSWORD})
    assert browser.get("/admin/").headers["Location"] == "/accounts/2fa/totp/activate/?next=%2Fadmin%2F"


def test_is_safe_to_repeat(run: Any) -> None:
    run()
    before = User.objects.values().get()
    assert run(password="another violet teapot") == "Aigul@Example.com is an admin already. Nothing was changed."
    assert User.objects.values().get() == before


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"password": "short"}, "at least 12 characters"),
        ({"password": "passwordpassword"}, "easy to guess"),
        ({"password": ""}, "at least 12 characters"),
        ({"email": "aigul"}, "Enter a valid email address."),
        ({"name": "www.example.com"}, "A name cannot contain an address"),
    ],
)
def test_refuses_what_would_not_do_for_anybody(run: Any, said: dict[str, str], words: str) -> None:
    with pytest.raises(CommandError, match=words):
        run(**said)
    assert (User.objects.count(), Event.objects.count()) == (0, 0)


def test_never_takes_over_an_account_that_is_there(run: Any, clara: User) -> None:
    before = User.objects.values().get()
    with pytest.raises(CommandError, match="There is an account with this e-mail address already"):
        run("CLARA@example.com")
    assert (User.objects.values().get(), clara.groups.count()) == (before, 0)


def test_asks_twice_at_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    typed = iter([PASSWORD, PASSWORD, PASSWORD, "something else"])
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr(create_admin, "getpass", lambda prompt: next(typed))
    assert create_admin.password() == PASSWORD
    with pytest.raises(CommandError, match="not the same"):
        create_admin.password()


@pytest.mark.django_db(transaction=True)
def test_two_at_once_make_one(pages: None) -> None:
    def make() -> object:
        return staffing.make_admin("aigul@example.com", "Aigul", PASSWORD, locale="en")

    assert sorted(type(one).__name__ for one in at_once(make, make)) == ["Refusal", "User"]
    assert User.objects.count() == 1
