"""Continue with Google: there and back in a real browser, under the site's own policy."""

import copy
from collections.abc import Iterator

import pytest
from django.conf import settings
from playwright.sync_api import expect

from tests.accounts.oauth_provider import Provider, open_provider
from tests.accounts.providers import GOOGLE, ask_at, give_keys
from tests.browser.conftest import Open

pytestmark = pytest.mark.browser


@pytest.fixture
def provider(monkeypatch: pytest.MonkeyPatch) -> Iterator[Provider]:
    before = copy.deepcopy(settings.SOCIALACCOUNT_PROVIDERS)
    with open_provider() as provider:
        provider.person = GOOGLE
        ask_at(provider, monkeypatch)
        give_keys(settings)
        yield provider
        settings.SOCIALACCOUNT_PROVIDERS = before


@pytest.mark.parametrize("scripts", [True, False], ids=["", "without scripts"])
def test_somebody_new_joins_and_comes_back(visit: Open, provider: Provider, *, scripts: bool) -> None:
    provider.person = GOOGLE | {"sub": f"browser {scripts}", "email": f"gina.{scripts}@example.com"}
    visitor = visit(390, scripts=scripts)
    page = visitor.go("/accounts/signup/")
    visitor.shot("story-google-1-join-390")
    page.get_by_role("button", name="Continue with Google").click()
    page.get_by_role("link", name="Yes, it is me").click()
    expect(page).to_have_url(f"{visitor.site}/")
    page = visitor.go("/accounts/3rdparty/")
    expect(page.locator("main")).to_contain_text("Google")
    visitor.shot("story-google-2-linked-390")
    page.context.clear_cookies()

    page = visitor.go("/accounts/login/")
    visitor.shot("story-google-3-log-in-390")
    page.get_by_role("button", name="Continue with Google").click()
    page.get_by_role("link", name="Cancel").click()
    expect(page.get_by_role("heading", name="Nothing has happened")).to_be_visible()
    page.get_by_role("link", name="Log in another way").click()
    page.get_by_role("button", name="Continue with Google").click()
    page.get_by_role("link", name="Yes, it is me").click()
    expect(page).to_have_url(f"{visitor.site}/")


def test_a_wide_page_in_the_dark_has_room_for_the_buttons(visit: Open, provider: Provider) -> None:
    visitor = visit(1440, theme="dark")
    page = visitor.go("/accounts/login/")
    expect(page.get_by_role("button", name="Continue with Facebook")).to_be_visible()
    visitor.shot("story-google-log-in-1440-dark")
