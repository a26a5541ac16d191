"""What people accept by signing up, and how they are asked once when it has changed for good."""

from datetime import datetime, timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from wagtail.models import Site

from marketplace.accounts.models import User
from marketplace.audit.models import Event
from marketplace.consents import handlers, papers, selectors, services
from marketplace.consents.models import Consent
from marketplace.core import clock
from marketplace.core.errors import Invalid, Stale
from pages import tree
from pages.models import Brand, StandardPage
from tests.cast import at_once

pytestmark = pytest.mark.django_db


@pytest.fixture
def terms() -> StandardPage:
    """Terms that editors have published and named."""
    page: StandardPage = tree.home().add_child(
        instance=StandardPage(title="Our terms", slug="terms", body="<p>Be fair.</p>")
    )
    page.save_revision().publish()
    brand = Brand.for_site(Site.objects.get(is_default_site=True))
    brand.terms = page
    brand.save()
    cache.clear()
    return page


def change(page: StandardPage, since: datetime | None, body: str = "<p>Be kind.</p>") -> None:
    """Editors publish another text, to be accepted again from then on."""
    page = StandardPage.objects.get(pk=page.pk)
    page.body, page.accept_since = body, since
    page.save_revision().publish()
    cache.clear()


def version() -> int:
    return papers.current()[0].version


def joined(user: User) -> User:
    """What a worker does with the event of a sign-up."""
    from marketplace.audit.services import record

    event = record("account.created", subject=user, actor=None)
    handlers.accept_what_is_published(event or Event.objects.latest("pk"))
    return user


@pytest.fixture
def clara_in(client: Client, terms: StandardPage, clara: User) -> Client:
    """Clara's browser; she accepted the first terms."""
    joined(clara)
    client.force_login(clara)
    return client


class TestSigningUp:
    def test_whoever_signs_up_accepts_the_published_version(self, terms: StandardPage, clara: User) -> None:
        joined(clara), joined(clara)
        terms.refresh_from_db()
        assert list(Consent.objects.values_list("user", "kind", "version")) == [
            (clara.pk, "terms", terms.live_revision_id)
        ]
        assert Event.objects.get(kind="consent.given").data == {"what": "terms", "version": terms.live_revision_id}

    def test_without_texts_nothing_is_accepted_and_nobody_asked(self, client: Client, clara: User) -> None:
        joined(clara)
        client.force_login(clara)
        assert (client.get("/account/").status_code, Consent.objects.count()) == (200, 0)

    def test_what_somebody_else_accepted_does_not_count(self, clara_in: Client, clara: User) -> None:
        event = Event.objects.create(kind="account.taken_over", subject_type="accounts.user", subject_id=clara.pk)
        handlers.ask_whom_the_address_belongs_to(event)
        assert [paper.kind for paper in selectors.missing(clara)] == ["terms"]
        assert clara_in.get("/account/")["Location"] == "/account/terms/?next=%2Faccount%2F"


class TestAskingAgain:
    def test_a_small_change_asks_nobody(self, clara_in: Client, terms: StandardPage) -> None:
        change(terms, None)
        assert clara_in.get("/account/").status_code == 200

    def test_a_moment_to_come_asks_nobody_yet(self, clara_in: Client, terms: StandardPage) -> None:
        change(terms, clock.now() + timedelta(days=1))
        assert clara_in.get("/account/").status_code == 200

    def test_the_next_page_asks_once_and_goes_on(self, clara_in: Client, terms: StandardPage, clara: User) -> None:
        assert clara_in.get("/account/").status_code == 200
        change(terms, clock.now())
        asked = clara_in.get("/favourites/?a=1")
        assert asked["Location"] == "/account/terms/?next=%2Ffavourites%2F%3Fa%3D1"
        page = clara_in.get(asked["Location"]).content.decode()
        assert "Be kind." in page
        assert f'value="terms:{version()}"' in page
        said = {"accept": [f"terms:{version()}"], "next": "/favourites/?a=1"}
        assert clara_in.post("/account/terms/", said)["Location"] == "/favourites/?a=1"
        assert clara_in.get("/favourites/").status_code == 200
        assert "accepted" in clara_in.get("/account/terms/").content.decode()
        assert Consent.objects.filter(user=clara).count() == 2

    def test_what_is_sent_meanwhile_is_taken(self, clara_in: Client, terms: StandardPage, clara: User) -> None:
        change(terms, clock.now())
        sent = {"display_name": "Clara Blum", "locale": "en", "timezone": ""}
        assert clara_in.post("/account/name/", sent)["Location"] == "/account/"
        clara.refresh_from_db()
        assert clara.display_name == "Clara Blum"

    def test_the_terms_themselves_and_the_way_out_stay_open(self, clara_in: Client, terms: StandardPage) -> None:
        change(terms, clock.now())
        assert clara_in.get("/terms/").status_code == 200
        assert clara_in.get("/accounts/logout/").status_code in (200, 302)
        assert clara_in.get("/account/", HTTP_HX_REQUEST="true").status_code == 200

    def test_strangers_are_not_asked(self, terms: StandardPage) -> None:
        change(terms, clock.now())
        assert Client().get("/terms/").status_code == 200

    def test_the_page_leads_to_no_other_site(self, clara_in: Client, terms: StandardPage) -> None:
        change(terms, clock.now())
        said = {"accept": f"terms:{version()}", "next": "//evil.example/"}
        assert clara_in.post("/account/terms/", said)["Location"] == "/account/"

    def test_an_older_version_is_shown_again_and_not_accepted(self, clara_in: Client, terms: StandardPage) -> None:
        old = version()
        change(terms, clock.now())
        answer = clara_in.post("/account/terms/", {"accept": [f"terms:{old}"]})
        assert (answer.status_code, Consent.objects.count()) == (412, 1)
        assert "Be kind." in answer.content.decode()

    @pytest.mark.parametrize("said", ["cookies:1", "terms", "terms:x", "terms:99999999999999999999"])
    def test_nonsense_is_accepted_by_nobody(self, clara_in: Client, said: str) -> None:
        assert clara_in.post("/account/terms/", {"accept": [said]}).status_code in (412, 422)
        assert Consent.objects.count() == 1


class TestApi:
    def test_reading_goes_on_and_changing_waits(self, clara_in: Client, terms: StandardPage, clara: User) -> None:
        change(terms, clock.now())
        assert clara_in.get("/api/v1/me/").status_code == 200
        refused = clara_in.patch("/api/v1/me/", {"display_name": "C"}, content_type="application/json")
        assert (refused.status_code, refused.json()["code"]) == (403, "terms_changed")
        clara.refresh_from_db()
        assert clara.display_name == "Clara"
        [missing] = clara_in.get("/api/v1/me/consents/").json()["missing"]
        assert (missing["kind"], missing["title"], missing["url"]) == ("terms", "Our terms", "/terms/")
        said = {"kind": "terms", "version": missing["version"]}
        made = clara_in.post("/api/v1/me/consents/", said, content_type="application/json")
        assert (made.status_code, made.json()["version"]) == (201, missing["version"])
        again = clara_in.patch("/api/v1/me/", {"display_name": "C"}, content_type="application/json")
        assert (again.status_code, clara_in.get("/api/v1/me/consents/").json()["missing"]) == (200, [])

    def test_another_version_is_stale_and_another_text_unknown(self, clara_in: Client, clara: User) -> None:
        with pytest.raises(Stale):
            services.accept(clara, [("terms", 0)])
        with pytest.raises(Invalid):
            services.accept(clara, [("privacy", 1)])
        assert Consent.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_presses_at_once_are_one_consent(terms: StandardPage, clara: User) -> None:
    now = version()
    at_once(*[lambda: services.accept(clara, [("terms", now)])] * 2)
    assert Consent.objects.count() == 1
