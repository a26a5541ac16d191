"""A person's number on the pages and in the API, and how often somebody may ask for a code."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from marketplace.accounts import phones
from marketplace.accounts.models import OutgoingText, PhoneCode, User
from tests.accounts.conftest import PASSWORD, work
from tests.accounts.test_phones import API, NUMBER, OTHER, as_kept, proved, sent_code, text_of, wrong

pytestmark = pytest.mark.django_db
PAGE = "/account/phone/"


@pytest.fixture
def browser(client: Client, anna: User) -> Client:
    """Anna signed in on the page, this minute."""
    client.post("/accounts/login/", {"login": anna.email, "password": PASSWORD})
    return client


class TestThePage:
    def test_takes_a_number_and_a_code(self, browser: Client, anna: User) -> None:
        assert browser.post(f"{PAGE}change/", {"phone": "+7 701 234 56 78"})["Location"] == PAGE
        page = text_of(browser.get(PAGE))
        assert ("+7 701 234 5678 Not proved yet." in page, "Send the code" in page) == (True, True)
        assert browser.post(f"{PAGE}send/")["Location"] == f"{PAGE}code/"
        asked = browser.get(f"{PAGE}code/").content.decode()
        assert ("+7 701 234 5678" in asked, 'autocomplete="one-time-code"' in asked) == (True, True)
        assert browser.post(f"{PAGE}code/", {"code": sent_code(anna)})["Location"] == PAGE
        assert as_kept(anna) == (NUMBER, True)
        page = text_of(browser.get(PAGE))
        assert ("+7 701 234 5678 Proved" in page, "Send the code" in page) == (True, False)
        assert "+7 701 234 5678 · proved" in text_of(browser.get("/account/"))

    def test_says_beside_the_field_what_is_wrong(self, browser: Client, anna: User) -> None:
        answer = browser.post(f"{PAGE}change/", {"phone": "8 701"})
        assert (answer.status_code, as_kept(anna)) == (422, ("", False))
        assert "Enter the number with + and the country&#x27;s code" in answer.content.decode()
        phones.change(anna, NUMBER, is_recent=False)
        browser.post(f"{PAGE}send/")
        answer = browser.post(f"{PAGE}code/", {"code": wrong(sent_code(anna))})
        assert (answer.status_code, "This code is wrong." in answer.content.decode()) == (422, True)
        assert browser.post(f"{PAGE}code/", {"code": ""}).status_code == 422
        assert as_kept(anna) == (NUMBER, False)

    def test_without_a_provider_has_no_button(self, browser: Client, anna: User, settings: Any) -> None:
        settings.SMS_URL = ""
        browser.post(f"{PAGE}change/", {"phone": NUMBER})
        assert (as_kept(anna), "Send the code" in text_of(browser.get(PAGE))) == ((NUMBER, False), False)
        browser.post(f"{PAGE}send/")
        assert "This site sends no text messages" in text_of(browser.get(PAGE))
        assert OutgoingText.objects.count() == 0

    def test_asks_for_the_password_before_a_proved_number_goes(self, browser: Client, anna: User) -> None:
        proved(anna)
        session = browser.session
        del session["account_authentication_methods"]
        session.save()
        for path in ("change/", "remove/"):
            answer = browser.post(f"{PAGE}{path}", {"phone": OTHER})
            assert answer["Location"] == f"/accounts/reauthenticate/?next=%2Faccount%2Fphone%2F{path[:-1]}%2F"
        assert as_kept(anna) == (NUMBER, True)
        browser.post(f"/accounts/reauthenticate/?next={PAGE}change/", {"password": PASSWORD})
        browser.post(f"{PAGE}change/", {"phone": OTHER})
        assert as_kept(anna) == (OTHER, False)
        assert browser.post(f"{PAGE}remove/")["Location"] == PAGE
        assert as_kept(anna) == ("", False)

    def test_without_a_code_on_its_way_there_is_none_to_enter(self, browser: Client, anna: User) -> None:
        assert browser.get(f"{PAGE}code/")["Location"] == PAGE

    def test_a_second_code_within_a_minute_is_refused_and_the_first_stays_good(
        self, browser: Client, anna: User
    ) -> None:
        phones.change(anna, NUMBER, is_recent=False)
        browser.post(f"{PAGE}send/")
        code = sent_code(anna)
        assert browser.post(f"{PAGE}send/")["Location"] == f"{PAGE}code/"
        assert "That is as often as we let you for now." in browser.get(f"{PAGE}code/").content.decode()
        assert OutgoingText.objects.count() == 1
        browser.post(f"{PAGE}code/", {"code": code})
        assert as_kept(anna) == (NUMBER, True)

    def test_costs_as_many_statements_with_a_number_as_without(self, browser: Client, anna: User) -> None:
        counts = []
        for number in ("", NUMBER):
            User.objects.filter(pk=anna.pk).update(phone=number)
            for path in ("/account/", PAGE):
                browser.get(path)
                with CaptureQueriesContext(connection) as asked:
                    browser.get(path)
                counts.append(len(asked))
        assert counts[:2] == counts[2:]

    def test_the_demo_shows_the_message_beside_its_mails(self, browser: Client, anna: User, settings: Any) -> None:
        phones.change(anna, NUMBER, is_recent=False)
        phones.send_code(anna)
        code = sent_code(anna)
        work()
        shown = text_of(browser.get("/demo/mail/"))
        assert (f"{code} is your Lintel code" in shown, NUMBER in shown) == (True, True)
        settings.IS_LOCAL = False
        assert browser.get("/demo/mail/").status_code == 404


class TestTheApi:
    @pytest.fixture
    def api(self, browser: Client, anna: User) -> APIClient:
        """A session that was proved this minute."""
        api = APIClient()
        api.cookies = browser.cookies
        return api

    def test_takes_a_number_and_a_code(self, api: APIClient, anna: User) -> None:
        me = api.get("/api/v1/me/").json()
        assert (me["phone"], me["phone_verified"]) == ("", False)
        me = api.put(API, {"phone": "+7 701 234 5678"}, format="json").json()
        assert (me["phone"], me["phone_verified"], me["email"]) == (NUMBER, False, anna.email)
        asked = api.post(f"{API}verification/")
        until = PhoneCode.objects.get().expires_at.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
        assert (asked.status_code, asked.json()) == (202, {"phone": NUMBER, "expires_at": until})
        me = api.post(f"{API}verification/code/", {"code": sent_code(anna)}, format="json").json()
        assert (me["phone"], me["phone_verified"]) == (NUMBER, True)
        me = api.delete(API).json()
        assert (me["phone"], me["phone_verified"]) == ("", False)

    def test_a_proved_number_needs_a_recent_sign_in(self, anna: User) -> None:
        proved(anna)
        api = APIClient()
        api.force_login(anna)
        for answer in (api.put(API, {"phone": OTHER}, format="json"), api.delete(API)):
            assert (answer.status_code, answer.json()["code"]) == (403, "reauthentication_required")
        assert as_kept(anna) == (NUMBER, True)

    def test_says_why_no_code_is_sent(self, api: APIClient, anna: User, settings: Any) -> None:
        asked = api.post(f"{API}verification/")
        assert (asked.status_code, asked.json()["code"]) == (409, "no_phone")
        api.put(API, {"phone": NUMBER}, format="json")
        settings.SMS_URL = ""
        asked = api.post(f"{API}verification/")
        assert (asked.status_code, asked.json()["code"]) == (409, "no_text_messages")
        assert OutgoingText.objects.count() == 0

    @pytest.mark.parametrize("sent", [{}, {"phone": ""}, {"phone": 77012345678}, {"phone": "+7 701"}])
    def test_refuses_what_is_no_number(self, api: APIClient, anna: User, sent: dict[str, object]) -> None:
        answer = api.put(API, sent, format="json")
        assert (answer.status_code in (400, 422), answer.json()["errors"][0]["field"]) == (True, "phone")
        assert as_kept(anna) == ("", False)

    def test_nothing_of_it_is_written_through_the_account(self, api: APIClient, anna: User) -> None:
        api.patch("/api/v1/me/", {"phone": NUMBER, "phone_verified": True}, format="json")
        assert as_kept(anna) == ("", False)


class TestTheLimits:
    def asked(self, person: User, ip: str = "10.0.0.1") -> Any:
        api = APIClient(REMOTE_ADDR=ip)
        api.force_login(person)
        return api.post(f"{API}verification/")

    def test_a_person_gets_one_in_a_minute_and_is_told_when_to_come_back(self, clara: User) -> None:
        phones.change(clara, NUMBER, is_recent=False)
        assert self.asked(clara).status_code == 202
        again = self.asked(clara)
        assert (again.status_code, again["Retry-After"], OutgoingText.objects.count()) == (429, "60", 1)

    @pytest.mark.parametrize(
        ("limit", "others"),
        [("2/d/user", [202, 202, 202, 202]), ("2/d/key", [429, 202, 202, 429]), ("2/d/ip", [429, 429, 202, 202])],
    )
    def test_counts_people_numbers_and_addresses_each(
        self, clara: User, eve: User, settings: Any, limit: str, others: list[int]
    ) -> None:
        """Clara uses hers up; then Eve: the same number and place, another number, another place, both other."""
        settings.PHONE_RATE_LIMITS = {"send": limit, "judge": "9/m/user"}
        phones.change(clara, NUMBER, is_recent=False)
        assert [self.asked(clara).status_code for _ in range(3)] == [202, 202, 429]
        answers = []
        for number, ip in ((NUMBER, "10.0.0.1"), (OTHER, "10.0.0.1"), (OTHER, "10.0.0.2"), (NUMBER, "10.0.0.2")):
            settings.PHONE_RATE_LIMITS = {"send": limit.replace("2/d/user", "9/d/user"), "judge": "9/m/user"}
            phones.change(eve, number, is_recent=False)
            answers.append(self.asked(eve, ip).status_code)
        assert answers == others

    def test_a_turn_that_is_refused_counts_for_nobody(self, clara: User, settings: Any) -> None:
        settings.PHONE_RATE_LIMITS = {"send": "2/m/user,1/h/key", "judge": "9/m/user"}
        phones.change(clara, NUMBER, is_recent=False)
        answers = [self.asked(clara).status_code for _ in range(4)]
        phones.change(clara, OTHER, is_recent=False)
        assert [*answers, self.asked(clara).status_code] == [202, 429, 429, 429, 202]

    def test_guesses_are_counted_too(self, clara: User) -> None:
        phones.change(clara, NUMBER, is_recent=False)
        api = APIClient()
        api.force_login(clara)
        answers = [
            api.post(f"{API}verification/code/", {"code": "000000"}, format="json").status_code for _ in range(11)
        ]
        assert answers == [*[409] * 10, 429]
