"""The ways in that need a code: one by mail, one of an authenticator app, one of those kept on paper."""

import re

import pytest
from playwright.sync_api import expect

from marketplace.accounts import services
from marketplace.accounts.models import User
from tests.accounts.conftest import totp
from tests.browser.backstage import code_for
from tests.browser.conftest import PASSWORD, Open, Visitor, in_database

pytestmark = pytest.mark.browser


def somebody(email: str) -> User:
    """A new account with the password of everybody."""
    return in_database(lambda: services.make_person(email, "Theo", PASSWORD))


def press(visitor: Visitor) -> None:
    """The form's own button."""
    visitor.page.locator("main form button.primary").first.click()
    visitor.page.wait_for_load_state()


@pytest.mark.parametrize(("width", "scripts"), [(390, False), (1440, True)])
def test_a_mailed_code_lets_one_in_without_a_password(visit: Open, width: int, *, scripts: bool) -> None:
    email = f"theo{width}@example.com"
    somebody(email)
    visitor = visit(width, scripts=scripts)
    page = visitor.go("/accounts/login/code/")
    page.get_by_label("E-mail address").fill(email)
    press(visitor)
    visitor.shot(f"story-code-1-type-{width}")
    page.locator("main input[name=code]").fill(code_for(email))
    press(visitor)
    visitor.go("/account/")
    expect(page.locator("main")).to_contain_text(email)
    visitor.shot(f"story-code-2-in-{width}")


def test_who_forgot_the_password_chooses_a_new_one_after_a_mailed_code(visit: Open) -> None:
    somebody("forgot@example.com")
    visitor = visit(390, theme="dark")
    page = visitor.go("/accounts/login/")
    page.get_by_role("link", name="Forgot your password?").click()
    page.get_by_label("E-mail address").fill("forgot@example.com")
    press(visitor)
    page.locator("main input[name=code]").fill(code_for("forgot@example.com"))
    press(visitor)
    visitor.shot("story-forgot-1-new-password-390")
    for field in page.locator("main input[type=password]").all():
        field.fill("copper lantern over the harbour")
    press(visitor)
    page.context.clear_cookies()
    visitor.sign_in("forgot@example.com", "copper lantern over the harbour")
    visitor.go("/account/")
    expect(page.locator("main")).to_contain_text("forgot@example.com")


def test_an_authenticator_app_and_the_codes_on_paper_are_the_second_step(visit: Open) -> None:
    somebody("careful@example.com")
    visitor = visit(390)
    visitor.sign_in("careful@example.com")
    page = visitor.go("/accounts/2fa/totp/activate/")
    if page.get_by_label("Password").count():
        page.get_by_label("Password").fill(PASSWORD)
        press(visitor)
    secret = page.locator("main code").inner_text()
    visitor.shot("story-totp-1-set-up-390")
    page.locator("main input[name=code]").fill(totp(secret))
    press(visitor)
    expect(page).to_have_url(re.compile("/accounts/2fa/recovery-codes/"))
    visitor.shot("story-totp-2-on-paper-390")
    on_paper = page.locator("main li code").first.inner_text()

    for step, code in (("app", totp(secret, is_next=True)), ("paper", on_paper)):
        page.context.clear_cookies()
        visitor.sign_in("careful@example.com")
        expect(page).to_have_url(re.compile("/accounts/2fa/authenticate/"))
        visitor.shot(f"story-totp-3-{step}-390")
        page.locator("main input[name=code]").fill(code)
        press(visitor)
        visitor.go("/account/")
        expect(page.locator("main")).to_contain_text("careful@example.com")

    page.context.clear_cookies()
    visitor.sign_in("careful@example.com")
    page.locator("main input[name=code]").fill(on_paper)
    press(visitor)
    expect(page.get_by_text("Incorrect code.")).to_be_visible()
