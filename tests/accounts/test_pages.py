"""Joining, confirming, logging in and out on the pages."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from marketplace.accounts.models import OutgoingMail, User
from tests.accounts.conftest import PASSWORD, code_for

JOIN = {"display_name": "  Berta \u200b Blum ", "email": "Berta@Example.com", "password1": PASSWORD, "intent": "find"}


@pytest.mark.django_db
class TestJoining:
    def test_the_code_from_the_mail_opens_the_account(self, client: Client) -> None:
        answer = client.post("/accounts/signup/", JOIN)
        assert (answer.status_code, answer["Location"]) == (302, "/accounts/confirm-email/")
        assert "_auth_user_id" not in client.session
        answer = client.post("/accounts/confirm-email/", {"code": code_for("berta@example.com")})
        assert (answer.status_code, answer["Location"]) == (302, "/")
        berta = User.objects.get()
        assert (berta.email, berta.display_name, berta.locale) == ("berta@example.com", "Berta Blum", "en")
        assert client.session["_auth_user_id"] == str(berta.pk)
        assert berta.emailaddress_set.get().verified

    def test_who_offers_services_goes_on_to_the_profile(self, client: Client) -> None:
        client.post("/accounts/signup/", {**JOIN, "intent": "offer"})
        answer = client.post("/accounts/confirm-email/", {"code": code_for("berta@example.com")})
        assert answer["Location"] == reverse("my_profile")

    def test_next_wins_over_the_choice(self, client: Client) -> None:
        client.post("/accounts/signup/", {**JOIN, "intent": "offer", "next": "/projects/"})
        answer = client.post("/accounts/confirm-email/", {"code": code_for("berta@example.com")})
        assert answer["Location"] == "/projects/"

    def test_three_wrong_codes_end_it(self, client: Client) -> None:
        client.post("/accounts/signup/", JOIN)
        answers = [client.post("/accounts/confirm-email/", {"code": "XXXX-XXXX"}).status_code for _ in range(3)]
        assert answers == [200, 200, 302]
        answer = client.post("/accounts/confirm-email/", {"code": code_for("berta@example.com")})
        assert answer["Location"] == "/accounts/login/"
        assert not User.objects.get().emailaddress_set.get().verified

    def test_a_new_code_comes_once_a_minute(self, client: Client) -> None:
        client.post("/accounts/signup/", JOIN)
        first = code_for("berta@example.com")
        assert client.post("/accounts/confirm-email/", {"action": "resend"}).status_code == 429
        assert OutgoingMail.objects.count() == 1
        assert client.post("/accounts/confirm-email/", {"code": first}).status_code == 302
        assert "_auth_user_id" in client.session

    def test_a_taken_address_looks_the_same_and_its_owner_gets_a_mail(self, client: Client, anna: User) -> None:
        taken = client.post("/accounts/signup/", {**JOIN, "email": "ANNA@example.com"})
        free = Client().post("/accounts/signup/", JOIN)
        assert (taken.status_code, taken["Location"]) == (free.status_code, free["Location"])
        assert OutgoingMail.objects.get(to="anna@example.com").subject == "You have an account already"
        assert User.objects.filter(email="anna@example.com").count() == 1

    @pytest.mark.parametrize(
        ("field", "value", "says"),
        [
            ("password1", "short", "at least 12 characters"),
            ("password1", "x" * 129, "at most 128 characters"),
            ("password1", "passwordpassword", "easy to guess"),
            ("password1", "berta@example.com", "easy to guess"),
            ("display_name", "Visit www.cheap.example", "cannot contain an address"),
            ("display_name", "\u200b\u202e", "Enter a name"),
            ("email", "nobody", "valid email"),
            ("email", "a@" + ".".join(["b" * 60] * 4) + ".cc.de.example", "at most 254 characters"),
        ],
    )
    def test_what_is_wrong_is_said_and_nothing_is_made(self, client: Client, field: str, value: str, says: str) -> None:
        answer = client.post("/accounts/signup/", {**JOIN, field: value})
        assert answer.status_code == 200
        assert says in answer.content.decode()
        assert not User.objects.exists()


@pytest.mark.django_db
class TestLoggingIn:
    def test_with_address_and_password(self, client: Client, anna: User) -> None:
        answer = client.post("/accounts/login/", {"login": "Anna@example.com", "password": PASSWORD})
        assert (answer.status_code, answer["Location"]) == (302, "/")

    def test_with_a_code_by_mail(self, client: Client, anna: User) -> None:
        client.post("/accounts/login/code/", {"email": "anna@example.com"})
        answer = client.post("/accounts/login/code/confirm/", {"code": code_for("anna@example.com")})
        assert answer["Location"] == "/"
        assert client.session["_auth_user_id"] == str(anna.pk)

    def test_after_five_wrong_passwords_the_right_one_waits_but_a_code_lets_the_owner_in(self, anna: User) -> None:
        for _ in range(5):
            Client().post("/accounts/login/", {"login": anna.email, "password": "wrong"})
        client = Client()
        client.post("/accounts/login/", {"login": anna.email, "password": PASSWORD})
        assert "_auth_user_id" not in client.session
        client.post("/accounts/login/code/", {"email": anna.email})
        client.post("/accounts/login/code/confirm/", {"code": code_for(anna.email)})
        assert client.session["_auth_user_id"] == str(anna.pk)

    @pytest.mark.parametrize(
        "evil",
        [
            "https://evil.example/",
            "//evil.example/",
            "/\\evil.example",
            "javascript:alert(1)",
            "http:///evil.example",
            "https://testserver/",
            "\thttps://evil.example",
            "http:evil.example",
        ],
    )
    def test_next_never_leads_away(self, client: Client, anna: User, evil: str) -> None:
        answer = client.post("/accounts/login/", {"login": anna.email, "password": PASSWORD, "next": evil})
        assert answer["Location"] == "/"

    def test_next_leads_to_own_pages(self, client: Client, anna: User) -> None:
        answer = client.post("/accounts/login/", {"login": anna.email, "password": PASSWORD, "next": "/account/?a=1"})
        assert answer["Location"] == "/account/?a=1"

    def test_a_closed_account_stays_out(self, client: Client, anna: User) -> None:
        User.objects.filter(pk=anna.pk).update(is_active=False, state="suspended")
        client.post("/accounts/login/", {"login": anna.email, "password": PASSWORD})
        assert "_auth_user_id" not in client.session


@pytest.mark.django_db
class TestForgottenPassword:
    def test_the_code_lets_one_choose_a_new_one(self, client: Client, anna: User) -> None:
        client.post("/accounts/password/reset/", {"email": anna.email})
        client.post("/accounts/password/reset/confirm/", {"code": code_for(anna.email)})
        new = "cobalt pancake umbrella seven"
        answer = client.post("/accounts/password/reset/complete/", {"password1": new, "password2": new})
        assert answer.status_code == 302
        anna.refresh_from_db()
        assert anna.check_password(new)

    def test_nobody_learns_who_has_an_account(self, anna: User) -> None:
        def ask(email: str) -> list[tuple[int, str, str]]:
            client = Client()
            asked = client.post("/accounts/password/reset/", {"email": email})
            page = client.get(asked["Location"])
            wrong = client.post("/accounts/password/reset/confirm/", {"code": "XXXX-XXXX"})
            return [
                (answer.status_code, answer.get("Location", ""), self.without_secrets(answer.content.decode(), email))
                for answer in (asked, page, wrong)
            ]

        assert ask("anna@example.com") == ask("nobody@example.com")

    def without_secrets(self, html: str, email: str) -> str:
        import re

        return re.sub(r'value="[A-Za-z0-9]{64}"', "", html).replace(email, "")


@pytest.mark.django_db
class TestOwnAccount:
    PAGES = (
        "/account/",
        "/account/name/",
        "/accounts/password/change/",
        "/accounts/logout/",
        "/accounts/2fa/",
        "/accounts/sessions/",
        "/accounts/reauthenticate/",
    )

    @pytest.mark.parametrize("page", PAGES)
    def test_pages_answer_in_our_frame_without_inline_style(
        self, page: str, anna: User, sign_in: Callable[[User], Client]
    ) -> None:
        answer = sign_in(anna).get(page)
        html = answer.content.decode()
        assert (answer.status_code, html.count("<h1"), "style=" in html, "<script>" in html) == (200, 1, False, False)

    @pytest.mark.parametrize(
        "page", ["/accounts/login/", "/accounts/signup/", "/accounts/password/reset/", "/accounts/login/code/"]
    )
    def test_entrance_pages_answer_in_our_frame(self, page: str, client: Client) -> None:
        html = client.get(page).content.decode()
        assert (html.count("<h1"), "style=" in html) == (1, False)

    def test_a_client_is_asked_to_become_a_specialist_and_may_log_out(
        self, anna: User, sign_in: Callable[[User], Client]
    ) -> None:
        html = sign_in(anna).get("/account/").content.decode()
        main = html[html.index("<main") : html.index("</main>")]
        assert [word in main for word in ("Become a specialist", "My projects", "Favourites")] == [True, False, True]
        assert f'action="{reverse("account_logout")}"' in main

    @pytest.mark.parametrize("page", ["/accounts/login/", "/accounts/signup/"])
    def test_labels_say_what_a_field_is_for_and_nothing_else_does(self, page: str, client: Client) -> None:
        html = client.get(page).content.decode()
        main = html[html.index("<main") : html.index("</main>")]
        assert ("placeholder" in main, main.count(">E-mail address<")) == (False, 1)

    def test_a_session_is_named_by_browser_and_system(self, anna: User) -> None:
        client = Client(headers={"user-agent": "Mozilla/5.0 (Windows NT 10.0) Gecko/20100101 Firefox/142.0"})
        client.post("/accounts/login/", {"login": anna.email, "password": PASSWORD})
        assert "Firefox on Windows" in client.get("/accounts/sessions/").content.decode()

    def test_name_and_language_change(self, anna: User, sign_in: Callable[[User], Client]) -> None:
        new = {"display_name": "Anna K.", "locale": "ru", "timezone": "Asia/Almaty"}
        answer = sign_in(anna).post("/account/name/", new)
        assert answer["Location"] == "/account/"
        anna.refresh_from_db()
        assert (anna.display_name, anna.locale, anna.timezone) == ("Anna K.", "ru", "Asia/Almaty")

    def test_logging_out_everywhere_ends_every_session(self, anna: User, sign_in: Callable[[User], Client]) -> None:
        here, there = sign_in(anna), sign_in(anna)
        here.post("/account/sign-out-everywhere/")
        assert [c.get("/account/").status_code for c in (here, there)] == [302, 302]

    def test_a_changed_password_logs_the_other_devices_out(self, anna: User, sign_in: Callable[[User], Client]) -> None:
        here, there = sign_in(anna), sign_in(anna)
        new = "cobalt pancake umbrella seven"
        here.post("/accounts/password/change/", {"oldpassword": PASSWORD, "password1": new, "password2": new})
        assert [c.get("/account/").status_code for c in (here, there)] == [200, 302]
        assert OutgoingMail.objects.latest("id").subject == "Your password has changed"

    def test_a_new_address_counts_once_confirmed_and_the_old_one_is_told(
        self, anna: User, sign_in: Callable[[User], Client]
    ) -> None:
        client = sign_in(anna)
        client.post("/accounts/reauthenticate/", {"password": PASSWORD})
        client.post("/accounts/email/", {"action_add": "1", "email": "Anna2@example.com"})
        anna.refresh_from_db()
        assert anna.email == "anna@example.com"
        client.post("/accounts/confirm-email/", {"code": code_for("anna2@example.com")})
        anna.refresh_from_db()
        assert anna.email == "anna2@example.com"
        assert OutgoingMail.objects.get(to="anna@example.com").subject == "Your e-mail address has changed"

    def test_strangers_are_asked_to_log_in(self, client: Client) -> None:
        assert client.get("/account/")["Location"] == "/accounts/login/?next=/account/"
