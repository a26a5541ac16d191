"""A passkey, made and used: Chromium plays the phone that remembers it."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PASSWORD, Open, Visitor

pytestmark = pytest.mark.browser
EMAIL = "client@demo.lintel.example"


def phone(visitor: Visitor, *, knows_its_owner: bool = True) -> None:
    """The browser gets an authenticator of its own, which recognises its owner or does not."""
    session = visitor.page.context.new_cdp_session(visitor.page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": knows_its_owner,
        "automaticPresenceSimulation": True,
    }
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})


@pytest.fixture
def visitor(visit: Open) -> Visitor:
    visitor = visit(390)
    phone(visitor)
    visitor.sign_in(EMAIL)
    return visitor


def test_a_passkey_is_made_logs_in_without_a_password_and_is_removed(visitor: Visitor) -> None:
    page = visitor.go("/accounts/2fa/")
    page.get_by_role("link", name="Add passkeys").click()
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Confirm").click()
    page.get_by_label("Name").fill("My phone")
    visitor.shot("story-passkey-1-add-390")
    page.get_by_role("button", name="Add a passkey").click()
    expect(page).to_have_url(re.compile("/accounts/2fa/recovery-codes/"))

    page.context.clear_cookies()
    page = visitor.go("/accounts/login/")
    visitor.shot("story-passkey-2-log-in-390")
    page.get_by_role("button", name="Log in with a passkey").click()
    expect(page).to_have_url(f"{visitor.site}/")

    page = visitor.go("/accounts/2fa/webauthn/")
    expect(page.locator("main b")).to_have_text("My phone")
    page.get_by_role("link", name="Remove My phone").click()
    page.get_by_role("link", name="Use a security key").click()
    page.get_by_role("button", name="Use a passkey").click()
    page.get_by_role("button", name="Remove").click()
    expect(page.get_by_text("You have none yet.")).to_be_visible()


def test_whoever_says_no_is_told_that_nothing_happened(visit: Open) -> None:
    visitor = visit(1440)
    phone(visitor, knows_its_owner=False)
    page = visitor.go("/accounts/login/")
    page.get_by_role("button", name="Log in with a passkey").click()
    expect(page.get_by_role("alert")).to_have_text(
        "That did not work: nothing was chosen, or it took too long. Try again."
    )
    expect(page).to_have_url(f"{visitor.site}/accounts/login/")


def test_without_scripts_there_is_no_button_that_does_nothing(visit: Open) -> None:
    page = visit(390, scripts=False).go("/accounts/login/")
    expect(page.get_by_role("button", name="Log in with a passkey")).to_have_count(0)
