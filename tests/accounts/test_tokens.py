"""Phone apps: tokens in, tokens turned over, tokens dead."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Barrier, local
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import jwt
import pytest
from django.db import connection
from django.test import Client

from marketplace.accounts import services, sessions
from marketplace.accounts.models import RefreshToken, TokenFamily, User
from marketplace.audit.models import Event
from marketplace.core import clock
from tests.accounts.conftest import PASSWORD, code_for, totp

APP = "/_allauth/app/v1"


def call(path: str, body: dict[str, Any] | None = None, method: str = "post", **headers: str) -> tuple[int, Any]:
    """One call of an app: no cookies, JSON both ways."""
    answer = Client().generic(method.upper(), path, _json(body), content_type="application/json", headers=headers)
    return answer.status_code, answer.json() if answer.content else None


def _json(body: dict[str, Any] | None) -> bytes:
    import orjson

    return b"" if body is None else orjson.dumps(body)


def tokens(user: User) -> dict[str, str]:
    status, answer = call(f"{APP}/auth/login", {"email": user.email, "password": PASSWORD})
    assert status == 200
    meta: dict[str, str] = answer["meta"]
    return meta


def refresh(token: str) -> tuple[int, str, str]:
    status, answer = call(f"{APP}/tokens/refresh", {"refresh_token": token})
    data = answer.get("data", {})
    return status, data.get("refresh_token", ""), data.get("access_token", "")


def me(access: str, method: str = "get", body: dict[str, Any] | None = None) -> tuple[int, Any]:
    return call("/api/v1/me/", body, method, authorization=f"Bearer {access}")


@pytest.mark.django_db
class TestAnApp:
    def test_joins_confirms_and_calls_the_api(self) -> None:
        joining = {"email": "Carl@example.com", "password": PASSWORD, "display_name": "Carl"}
        status, answer = call(f"{APP}/auth/signup", joining)
        assert status == 401
        assert {"id": "verify_email", "is_pending": True} in answer["data"]["flows"]
        session = answer["meta"]["session_token"]
        status, answer = call(
            f"{APP}/auth/email/verify", {"key": code_for("carl@example.com")}, **{"X-Session-Token": session}
        )
        assert status == 200
        assert me(answer["meta"]["access_token"]) == (
            200,
            {
                "public_id": User.objects.get().public_id,
                "email": "carl@example.com",
                "display_name": "Carl",
                "locale": "en",
                "timezone": "",
                "acting_as": "client",
                "roles": ["client"],
                "phone": "",
                "phone_verified": False,
                "picture": None,
            },
        )

    def test_changes_the_name_but_not_the_address(self, anna: User) -> None:
        access = tokens(anna)["access_token"]
        change = {"display_name": " Anna  B. ", "timezone": "Asia/Almaty", "email": "other@example.com"}
        status, answer = me(access, "patch", change)
        assert (status, answer["display_name"], answer["timezone"]) == (200, "Anna B.", "Asia/Almaty")
        assert answer["email"] == "anna@example.com"

    @pytest.mark.parametrize(
        ("field", "value", "refused"),
        [
            ("display_name", "", 400),
            ("display_name", 7, 400),
            ("display_name", "<b>", 422),
            ("timezone", "Mars/Base", 422),
            ("locale", "de", 400),
        ],
    )
    def test_a_wrong_value_is_named_and_changes_nothing(
        self, anna: User, field: str, value: object, refused: int
    ) -> None:
        status, answer = me(tokens(anna)["access_token"], "patch", {field: value})
        assert (status, answer["code"], [error["field"] for error in answer["errors"]]) == (refused, "invalid", [field])
        assert User.objects.filter(pk=anna.pk, display_name="Anna", timezone="", locale="en").exists()

    def test_logging_out_kills_access_and_refresh_at_once(self, anna: User) -> None:
        mine = tokens(anna)
        assert call(f"{APP}/auth/session", method="delete", **{"X-Session-Token": mine["session_token"]})[0] == 401
        assert me(mine["access_token"])[0] == 401
        assert refresh(mine["refresh_token"])[0] == 400

    def test_a_closed_account_is_out_at_once(self, anna: User) -> None:
        mine = tokens(anna)
        User.objects.filter(pk=anna.pk).update(is_active=False, state="suspended")
        assert (me(mine["access_token"])[0], refresh(mine["refresh_token"])[0]) == (401, 400)

    def test_a_new_password_kills_the_old_tokens(self, anna: User) -> None:
        mine = tokens(anna)
        anna.set_password("cobalt pancake umbrella seven")
        anna.save()
        assert (me(mine["access_token"])[0], refresh(mine["refresh_token"])[0]) == (401, 400)

    def test_logging_out_everywhere_kills_the_tokens(self, anna: User) -> None:
        mine = tokens(anna)
        sessions.sign_out_everywhere(anna)
        assert (me(mine["access_token"])[0], refresh(mine["refresh_token"])[0]) == (401, 400)

    def test_thirty_days_after_the_login_there_are_no_more_tokens(self, anna: User) -> None:
        mine = tokens(anna)
        for days, status in ((29, 200), (31, 400)):
            TokenFamily.objects.update(started_at=clock.now() - timedelta(days=days))
            answered, following, _access = refresh(mine["refresh_token"])
            assert answered == status
            mine["refresh_token"] = following

    def test_staff_show_the_second_factor_before_they_get_tokens(self, moderator: User) -> None:
        from marketplace.accounts.staff import demo_secret

        status, answer = call(f"{APP}/auth/login", {"email": moderator.email, "password": PASSWORD})
        assert (status, "access_token" in answer["meta"]) == (401, False)
        session = {"X-Session-Token": answer["meta"]["session_token"]}
        assert call(f"{APP}/auth/2fa/authenticate", {"code": "000000"}, **session)[0] == 400
        status, answer = call(f"{APP}/auth/2fa/authenticate", {"code": totp(demo_secret("moderator"))}, **session)
        assert (status, me(answer["meta"]["access_token"])[0]) == (200, 200)


@pytest.mark.django_db
class TestForgedTokens:
    def forged(self, token: str, **changes: object) -> str:
        claims = jwt.decode(token, options={"verify_signature": False}) | changes
        return jwt.encode(claims, "x" * 32, "HS256")

    def test_are_refused(self, anna: User) -> None:
        mine = tokens(anna)
        access = mine["access_token"]
        claims = jwt.decode(access, options={"verify_signature": False})
        unsigned = jwt.encode(claims, "", "none")
        head, body, signature = access.split(".")
        wrong = [unsigned, self.forged(access), mine["refresh_token"], f"{head}.{body}.", f"{head}.{body}x.{signature}"]
        assert [me(token)[0] for token in [*wrong, "", "x", "a.b.c"]] == [401] * 8
        assert refresh(access)[0] == 400

    def test_the_refusal_is_a_problem_and_names_the_way_in(self) -> None:
        answer = Client().get("/api/v1/me/")
        assert (answer.status_code, answer["WWW-Authenticate"], answer["Content-Type"]) == (
            401,
            "Bearer",
            "application/problem+json",
        )


@pytest.mark.django_db
class TestTurningOver:
    def test_each_refresh_gives_a_new_pair(self, anna: User) -> None:
        first = tokens(anna)["refresh_token"]
        status, second, access = refresh(first)
        assert (status, second != first, me(access)[0]) == (200, True, 200)
        assert refresh(second)[0] == 200

    def test_an_access_token_lives_five_minutes(self, anna: User) -> None:
        claims = jwt.decode(refresh(tokens(anna)["refresh_token"])[2], options={"verify_signature": False})
        assert claims["exp"] - claims["iat"] == 300

    def test_within_twenty_seconds_a_retry_gets_the_same_answer(self, anna: User) -> None:
        first = tokens(anna)["refresh_token"]
        answer = refresh(first)
        with clock.turned_to(clock.now() + timedelta(seconds=19)):
            assert refresh(first) == answer
        assert not TokenFamily.objects.exclude(revoked_at=None).exists()

    def test_a_later_reuse_throws_out_everybody_who_came_in_by_it(self, anna: User) -> None:
        mine = tokens(anna)
        _, second, access = refresh(mine["refresh_token"])
        with clock.turned_to(clock.now() + timedelta(seconds=21)):
            assert refresh(mine["refresh_token"])[0] == 400
        assert (refresh(second)[0], me(access)[0], me(mine["access_token"])[0]) == (400, 401, 401)
        assert Event.objects.filter(kind="account.token_reused", subject_id=anna.pk).count() == 1

    def test_other_sign_ins_of_the_person_live_on(self, anna: User) -> None:
        stolen, other = tokens(anna), tokens(anna)
        refresh(stolen["refresh_token"])
        with clock.turned_to(clock.now() + timedelta(seconds=21)):
            refresh(stolen["refresh_token"])
        assert (me(other["access_token"])[0], refresh(other["refresh_token"])[0]) == (200, 200)

    def test_families_that_have_run_out_are_forgotten_at_the_next_sign_in(self, anna: User) -> None:
        tokens(anna)
        with clock.turned_to(clock.now() + timedelta(days=15)):
            services.start_family(anna, session_key="x", sid="x", lifetime=timedelta(days=1))
        assert TokenFamily.objects.get().session_key == "x"


def at_once(count: int, act: Callable[[], Any]) -> list[Any]:
    """The same call from many threads, each on its own connection, let go together."""
    gate = Barrier(count)

    def run(_: int) -> Any:
        try:
            connection.ensure_connection()
            gate.wait()
            return act()
        except Exception as error:  # noqa: BLE001 - an outcome to count
            return type(error).__name__
        finally:
            connection.close()

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(run, range(count)))


@pytest.mark.django_db(transaction=True)
class TestTwentyRefreshesAtOnce:
    def test_get_one_successor_in_twenty_equal_answers_and_the_family_lives(self, anna: User) -> None:
        first = tokens(anna)["refresh_token"]
        answers = at_once(20, lambda: refresh(first))
        assert [answer[0] for answer in answers] == [200] * 20
        assert len(set(answers)) == 1
        assert RefreshToken.objects.filter(parent__isnull=False).count() == 1
        _, newest, access = answers[0]
        assert (me(access)[0], refresh(newest)[0]) == (200, 200)

    def test_control_without_the_lock_they_do_not(self, anna: User, monkeypatch: pytest.MonkeyPatch) -> None:
        """Shows that the test above can fail: unlocked, both find the token unused and one has no answer."""
        both_have_read, waited = Barrier(2), local()

        def unlocked(jti: UUID, session_key: str) -> TokenFamily | None:
            return TokenFamily.objects.filter(tokens__jti=jti, session_key=session_key).first()

        def now_after_both_have_read() -> datetime:
            if not getattr(waited, "done", False):
                waited.done = True
                both_have_read.wait(timeout=20)
            return clock.now()

        first = tokens(anna)["refresh_token"]
        monkeypatch.setattr(services, "lock_family", unlocked)
        monkeypatch.setattr(services, "clock", SimpleNamespace(now=now_after_both_have_read))
        answers = at_once(2, lambda: refresh(first))
        assert "IntegrityError" in answers
