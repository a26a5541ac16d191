"""Google and Facebook, both played by the provider of these tests, and a person on the way there and back."""

import copy
import re
from html import unescape
from typing import Any
from urllib.parse import urlsplit

import pytest
import requests
from allauth.socialaccount.providers.facebook import flows
from allauth.socialaccount.providers.facebook.views import FacebookOAuth2Adapter
from allauth.socialaccount.providers.google import views as google
from django.conf import LazySettings
from django.test import Client

from tests.accounts.oauth_provider import CLIENT_ID, SECRET, Provider

GOOGLE = {"sub": "1001", "email": "gina@example.com", "email_verified": True, "given_name": "Gina", "family_name": "G"}
FACEBOOK = {"id": "2002", "email": "gina@example.com", "name": "Gina G"}
APPS = [{"client_id": CLIENT_ID, "secret": SECRET}]


def ask_at(provider: Provider, patch: pytest.MonkeyPatch) -> None:
    """Both are asked at the provider's address from now on."""
    patch.setattr(google.GoogleOAuth2Adapter, "authorize_url", f"{provider.url}/authorize")
    patch.setattr(google.GoogleOAuth2Adapter, "access_token_url", f"{provider.url}/token")
    patch.setattr(google, "CERTS_URL", f"{provider.url}/certs")
    patch.setattr(FacebookOAuth2Adapter, "authorize_url", f"{provider.url}/authorize")
    patch.setattr(FacebookOAuth2Adapter, "access_token_url", f"{provider.url}/graph/oauth/access_token")
    patch.setattr(flows, "GRAPH_API_URL", f"{provider.url}/graph")


def give_keys(settings: LazySettings) -> None:
    """The site has keys of both."""
    known = copy.deepcopy(settings.SOCIALACCOUNT_PROVIDERS)
    for one in known.values():
        one["APPS"] = APPS
    settings.SOCIALACCOUNT_PROVIDERS = known


class Traveller:
    """Somebody with a browser, and with an account at Google or Facebook."""

    def __init__(self, provider: Provider, at: str = "google", **changes: Any) -> None:
        self.provider, self.name, self.client = provider, at, Client()
        self.told = (GOOGLE if at == "google" else FACEBOOK) | changes

    @property
    def is_in(self) -> bool:
        return "_auth_user_id" in self.client.session

    def leave(self, **form: str) -> str:
        """The address there that the button leads to."""
        answer = self.client.post(f"/accounts/{self.name}/login/", form)
        assert answer.status_code == 200
        found = re.search(r'content="0;url=([^"]+)"', answer.content.decode())
        assert found
        return unescape(found[1])

    def decide(self, address: str, answer: str = "yes") -> str:
        """The address here that they send the person back to."""
        self.provider.person, self.provider.needs_proof = self.told, self.name == "google"
        page = requests.get(address, timeout=5)
        link = re.search(rf'href="([^"]+answer={answer})"', page.text)
        assert link, page.text
        sent = requests.get(self.provider.url + unescape(link[1]), timeout=5, allow_redirects=False)
        return sent.headers["Location"]

    def come_back(self, address: str) -> Any:
        parts = urlsplit(address)
        return self.client.get(f"{parts.path}?{parts.query}")

    def go(self, answer: str = "yes", **form: str) -> Any:
        """There and back."""
        return self.come_back(self.decide(self.leave(**form), answer))
