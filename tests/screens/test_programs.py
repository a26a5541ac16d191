"""What phones and browsers ask for."""

import json
import re
from typing import Any

import pytest
from django.contrib.staticfiles import finders
from django.db import OperationalError
from django.test import Client, RequestFactory

from config.middleware import answer_when_the_database_is_away
from marketplace.accounts.models import User
from marketplace.catalog import vocabulary
from tests.cast import kitchens

ANDROID, APPLE = "/.well-known/assetlinks.json", "/.well-known/apple-app-site-association"


def found(address: str) -> bool:
    return finders.find(address.removeprefix("/static/")) is not None


@pytest.mark.django_db
class TestOffline:
    def test_the_worker_keeps_the_page_in_each_language_and_its_shell_alone(self, client: Client) -> None:
        response = client.get("/sw.js")
        assert response["Content-Type"] == "text/javascript; charset=utf-8"
        assert response["Cache-Control"] == "no-cache"
        told = json.loads(re.search(r"= (\{.*\});", response.content.decode())[1])  # type: ignore[index]
        assert told["pages"] == {"en": "/offline/", "kk": "/kk/offline/", "ru": "/ru/offline/"}
        assert [one for one in told["shell"] if not found(one)] == []

    def test_the_shell_is_all_that_the_page_links(self, client: Client) -> None:
        told = client.get("/sw.js").content.decode()
        page = client.get("/ru/offline/").content.decode()
        linked = set(re.findall(r'(?:href|src)="(/static/[^"]+)"', page))
        assert len(linked) >= 8
        assert [one for one in linked if f'"{one}"' not in told] == []
        assert 'name="robots" content="noindex"' in page

    def test_the_page_is_the_same_for_everybody(self, client: Client, sam: Any) -> None:
        visitor = client.get("/offline/").content
        client.force_login(sam)
        assert client.get("/offline/").content == visitor

    def test_the_manifest_names_pictures_that_are_there(self, client: Client) -> None:
        response = client.get("/manifest.webmanifest")
        assert response["Content-Type"] == "application/manifest+json"
        told = response.json()
        assert (told["name"], told["start_url"], told["display"]) == ("Lintel", "/", "standalone")
        assert [icon["sizes"] for icon in told["icons"]] == ["192x192", "512x512", "512x512"]
        assert all(found(icon["src"]) for icon in told["icons"])


class TestAppLinks:
    @pytest.mark.django_db
    @pytest.mark.parametrize("path", [ANDROID, APPLE])
    def test_without_an_app_there_is_nothing(self, client: Client, path: str) -> None:
        assert client.get(path).status_code == 404

    def test_android_finds_package_and_fingerprints(self, client: Client, settings: Any) -> None:
        settings.ANDROID_PACKAGE, settings.ANDROID_FINGERPRINTS = "com.example.lintel", ["14:6D:E9"]
        [told] = client.get(ANDROID).json()
        assert told["relation"] == ["delegate_permission/common.handle_all_urls"]
        assert told["target"] == {
            "namespace": "android_app",
            "package_name": "com.example.lintel",
            "sha256_cert_fingerprints": ["14:6D:E9"],
        }

    def test_an_iphone_finds_its_app_and_the_pages_it_opens(self, client: Client, settings: Any) -> None:
        settings.APPLE_APP_IDS = ["ABCDE12345.com.example.lintel"]
        response = client.get(APPLE)
        assert response["Content-Type"] == "application/json"
        [details] = response.json()["applinks"]["details"]
        assert details["appIDs"] == ["ABCDE12345.com.example.lintel"]
        assert {"/": "/projects/*"} in details["components"]
        assert {"/": "/??/specialists/*"} in details["components"]


class TestWhenSomethingIsWrong:
    @pytest.mark.django_db
    def test_what_is_not_there_offers_a_search_and_categories(self, client: Client) -> None:
        kitchens()
        vocabulary.forget()
        response = client.get("/no/such/page/")
        assert response.status_code == 404
        page = response.content.decode()
        assert '<form class="error-search" role="search" action="/projects/">' in page
        assert '<a class="chip" href="/projects/?category=kitchens">Kitchens</a>' in page

    def test_without_a_database_there_is_a_page_and_a_time_to_come_back(self) -> None:
        middleware: Any = answer_when_the_database_is_away(lambda _request: None)  # type: ignore[arg-type, return-value]
        response = middleware.process_exception(RequestFactory().get("/projects/"), OperationalError("away"))
        assert (response.status_code, response["Retry-After"]) == (503, "5")
        assert "We are back in a moment" in response.content.decode()
        assert "<h1" in response.content.decode()

    @pytest.mark.django_db
    @pytest.mark.parametrize("path", ["/", "/projects/", "/api/v1/projects/", "/account/", "/favourites/"])
    def test_it_is_the_same_for_who_is_signed_in_whose_session_is_read_before_any_view(
        self, sam: User, monkeypatch: pytest.MonkeyPatch, path: str
    ) -> None:
        client = Client(raise_request_exception=False)
        client.force_login(sam)

        def lost(*_: Any) -> None:
            raise OperationalError("away")

        monkeypatch.setattr("django.contrib.sessions.backends.db.SessionStore._get_session_from_db", lost)
        response = client.get(path)
        assert (response.status_code, response["Retry-After"]) == (503, "5")

    @pytest.mark.django_db
    def test_an_expired_form_leads_back_to_itself(self) -> None:
        response = Client(enforce_csrf_checks=True).post("/language/?a=1", {"language": "ru"})
        assert response.status_code == 403
        assert '<a class="btn primary" href="/language/?a=1">Open the form again</a>' in response.content.decode()

    @pytest.mark.django_db
    def test_an_expired_button_leads_back_to_its_page(self) -> None:
        caller = Client(enforce_csrf_checks=True, headers={"referer": "http://testserver/projects/?q=oak"})
        response = caller.post("/favourites/projects/abcdefghjkmn/", {"on": "1"})
        assert response.status_code == 403
        assert '<a class="btn primary" href="/projects/?q=oak">Open the form again</a>' in response.content.decode()
