"""A person's number: kept, changed, removed, proved, and for nobody else's eyes."""

import json
import re
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any
from zipfile import ZipFile

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from rest_framework.test import APIClient

from marketplace.accounts import archive, phones
from marketplace.accounts.models import OutgoingMail, OutgoingText, PhoneCode, User
from marketplace.audit.models import Event
from marketplace.core import clock, personal
from marketplace.core.errors import Invalid, NotAllowed, Refusal
from tests.accounts.conftest import work
from tests.accounts.test_people import member

pytestmark = pytest.mark.django_db
NUMBER, OTHER, LANDLINE = "+77012345678", "+77017654321", "+442079460018"
API = "/api/v1/me/phone/"


def sent_code(person: User) -> str:
    """The code in the latest message to the person."""
    found = re.match(r"\d{6}", OutgoingText.objects.filter(person=person).latest("id").text)
    assert found
    return found[0]


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 10**6:06}"


def as_kept(person: User) -> tuple[str, bool]:
    person.refresh_from_db()
    return person.phone, person.is_phone_verified


def text_of(answer: Any) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode().split("<main")[1]).split())


def facts(person: User) -> list[str]:
    found = Event.objects.filter(kind__startswith="phone.", subject_id=person.pk)
    return list(found.order_by("pk").values_list("kind", flat=True))


def proved(person: User, number: str = NUMBER) -> User:
    phones.change(person, number, is_recent=False)
    phones.send_code(person)
    phones.prove(person, sent_code(person))
    return person


@pytest.fixture
def no_limits(settings: Any) -> None:
    settings.PHONE_RATE_LIMITS = {"send": "100/m/user", "judge": "1000/m/user"}


class TestANumber:
    def test_is_kept_in_one_form_and_proved_by_nothing(self, clara: User) -> None:
        phones.change(clara, "+7 (701) 234-56-78", is_recent=False)
        phones.change(clara, NUMBER, is_recent=False)
        assert (as_kept(clara), facts(clara)) == ((NUMBER, False), ["phone.changed"])

    def test_that_is_none_changes_nothing(self, clara: User) -> None:
        phones.change(clara, NUMBER, is_recent=False)
        with pytest.raises(Invalid):
            phones.change(clara, "+7 701", is_recent=True)
        assert (as_kept(clara), facts(clara)) == ((NUMBER, False), ["phone.changed"])

    def test_that_is_proved_goes_only_after_a_recent_login_and_its_owner_is_told(self, clara: User) -> None:
        proved(clara)
        for refused_call in (
            partial(phones.change, clara, OTHER, is_recent=False),
            partial(phones.remove, clara, is_recent=False),
        ):
            with pytest.raises(NotAllowed) as refused:
                refused_call()
            assert (refused.value.code, as_kept(clara)) == ("reauthentication_required", (NUMBER, True))
        work()
        assert OutgoingMail.objects.count() == 0
        phones.change(clara, OTHER, is_recent=True)
        work()
        assert as_kept(clara) == (OTHER, False)
        mails = OutgoingMail.objects.values_list("to", "subject")
        assert list(mails) == [(clara.email, "The phone number of your Lintel account was changed")]

    def test_that_is_proved_is_removed_and_its_owner_told(self, clara: User) -> None:
        proved(clara)
        for _ in range(2):
            phones.remove(clara, is_recent=True)
        work()
        assert (as_kept(clara), facts(clara)[-1:], facts(clara).count("phone.removed")) == (
            ("", False),
            ["phone.removed"],
            1,
        )
        assert OutgoingMail.objects.get().subject == "The phone number of your Lintel account was removed"

    def test_that_was_not_proved_goes_without_a_word(self, clara: User) -> None:
        phones.change(clara, NUMBER, is_recent=False)
        phones.remove(clara, is_recent=False)
        work()
        assert (as_kept(clara), OutgoingMail.objects.count()) == (("", False), 0)

    @pytest.mark.parametrize(
        "values",
        [{"phone": "77012345678"}, {"phone": "+0123456"}, {"phone": "+7701abc"}, {"phone_verified_at": clock.now()}],
    )
    def test_in_another_form_the_database_refuses(self, clara: User, values: dict[str, object]) -> None:
        with pytest.raises(IntegrityError), transaction.atomic():
            User.objects.filter(pk=clara.pk).update(**values)
        assert as_kept(clara) == ("", False)


class TestACode:
    def test_proves_the_number_once(self, clara: User) -> None:
        proved(clara)
        code = sent_code(clara)
        assert (as_kept(clara), PhoneCode.objects.count()) == ((NUMBER, True), 0)
        with pytest.raises(Refusal) as refused:
            phones.prove(clara, code)
        assert refused.value.code == "code_over"
        assert facts(clara) == ["phone.changed", "phone.code_sent", "phone.verified"]

    def test_is_six_digits_in_the_persons_language_and_kept_as_a_digest(self, clara: User) -> None:
        phones.change(clara, NUMBER, is_recent=False)
        phones.send_code(clara)
        row, kept, code = OutgoingText.objects.get(), PhoneCode.objects.get(), sent_code(clara)
        assert row.to == NUMBER
        assert row.text == (
            f"{code} is your Lintel code, good for 10 minutes. Tell it to nobody.\n\n@localhost #{code}"
        )
        assert code not in kept.digest
        assert (len(kept.digest), kept.expires_at - kept.sent_at) == (64, timedelta(minutes=10))
        assert not any(code in str(event.data) for event in Event.objects.all())

    def test_may_have_spaces_in_it(self, clara: User) -> None:
        phones.change(clara, NUMBER, is_recent=False)
        phones.send_code(clara)
        code = sent_code(clara)
        phones.prove(clara, f" {code[:3]}-{code[3:]} ")
        assert as_kept(clara) == (NUMBER, True)

    def test_is_tried_three_times_and_then_the_right_one_is_too_late(self, clara: User) -> None:
        phones.change(clara, NUMBER, is_recent=False)
        phones.send_code(clara)
        codes = []
        for guess in [*[wrong(sent_code(clara))] * 4, sent_code(clara)]:
            with pytest.raises(Refusal) as refused:
                phones.prove(clara, guess)
            codes.append(refused.value.code)
        assert codes == [*["code_wrong"] * 3, "code_over", "code_over"]
        assert (as_kept(clara), PhoneCode.objects.get().tries) == ((NUMBER, False), 3)

    def test_is_dead_after_ten_minutes(self, clara: User) -> None:
        phones.change(clara, NUMBER, is_recent=False)
        phones.send_code(clara)
        with clock.turned_to(clock.now() + timedelta(minutes=10)), pytest.raises(Refusal) as refused:
            phones.prove(clara, sent_code(clara))
        assert (refused.value.code, as_kept(clara)) == ("code_over", (NUMBER, False))

    def test_is_dead_when_another_was_sent_or_the_number_changed(self, clara: User) -> None:
        phones.change(clara, NUMBER, is_recent=False)
        phones.send_code(clara)
        first = sent_code(clara)
        phones.send_code(clara)
        second = sent_code(clara)
        if first != second:
            with pytest.raises(Invalid):
                phones.prove(clara, first)
        phones.change(clara, OTHER, is_recent=False)
        with pytest.raises(Refusal) as refused:
            phones.prove(clara, second)
        assert (refused.value.code, as_kept(clara)) == ("code_over", (OTHER, False))

    def test_of_somebody_else_is_worth_nothing(self, clara: User, eve: User) -> None:
        for person in (clara, eve):
            phones.change(person, NUMBER, is_recent=False)
        phones.send_code(clara)
        with pytest.raises(Refusal) as refused:
            phones.prove(eve, sent_code(clara))
        assert (refused.value.code, as_kept(eve)) == ("code_over", (NUMBER, False))

    @pytest.mark.parametrize(
        ("number", "url", "code"),
        [
            ("", "demo:", "no_phone"),
            (LANDLINE, "demo:", "phone_not_mobile"),
            (NUMBER, "", "no_text_messages"),
        ],
    )
    def test_is_not_sent_where_it_cannot_arrive(
        self, clara: User, settings: Any, number: str, url: str, code: str
    ) -> None:
        settings.SMS_URL = url
        if number:
            phones.change(clara, number, is_recent=False)
        with pytest.raises(Refusal) as refused:
            phones.send_code(clara)
        assert (refused.value.code, OutgoingText.objects.count(), PhoneCode.objects.count()) == (code, 0, 0)

    def test_is_not_sent_to_a_proved_number(self, clara: User) -> None:
        proved(clara)
        with pytest.raises(Refusal) as refused:
            phones.send_code(clara)
        assert (refused.value.code, OutgoingText.objects.count()) == ("phone_verified", 1)


class TestANumberOfSomebodyElses:
    def test_is_said_to_be_so_only_to_who_has_the_right_code(
        self, clara: User, eve: User, no_limits: None, settings: Any
    ) -> None:
        proved(eve)
        answers = {}
        for number in (NUMBER, OTHER):
            api = APIClient()
            api.force_login(clara)
            saved = api.put(API, {"phone": number}, format="json")
            asked = api.post(f"{API}verification/")
            refused = api.post(f"{API}verification/code/", {"code": wrong(sent_code(clara))}, format="json")
            answers[number] = [
                (answer.status_code, re.sub(rf"\{number}|20[0-9T:.-]*Z", "", answer.content.decode()))
                for answer in (saved, asked, refused)
            ]
        assert answers[NUMBER] == answers[OTHER]
        assert [status for status, _ in answers[NUMBER]] == [200, 202, 422]

    def test_stays_theirs(self, clara: User, eve: User) -> None:
        proved(eve)
        phones.change(clara, NUMBER, is_recent=False)
        phones.send_code(clara)
        code = sent_code(clara)
        with pytest.raises(Refusal) as refused:
            phones.prove(clara, code)
        assert refused.value.code == "phone_taken"
        assert (as_kept(clara), as_kept(eve)) == ((NUMBER, False), (NUMBER, True))
        with pytest.raises(Refusal) as refused:
            phones.prove(clara, code)
        assert refused.value.code == "code_over"


class TestNobodyElse:
    def test_sees_it_but_staff(self, pages: None, sign_in: Callable[[User], Client], clara: User) -> None:
        proved(clara)
        shown = text_of(sign_in(member("support")).get(f"/admin/people/{clara.pk}/"))
        assert ("+7 701 234 5678, proved on" in shown, "Phone number proved" in shown) == (True, True)

    def test_keeps_it_after_an_erasure(self, clara: User) -> None:
        proved(clara)
        phones.change(clara, OTHER, is_recent=True)
        phones.send_code(clara)
        personal.erase(clara.pk)
        assert (as_kept(clara), OutgoingText.objects.count(), PhoneCode.objects.count()) == (("", False), 0, 0)

    def test_gets_it_but_its_owner_in_the_copy(self, clara: User, tmp_path: Any) -> None:
        proved(clara)
        with (tmp_path / "copy.zip").open("wb") as file:
            archive.write(file, clara.pk)
        with ZipFile(tmp_path / "copy.zip") as copy:
            [account] = json.loads(copy.read("data/account.json"))
            [text] = json.loads(copy.read("data/text_messages.json"))
        assert (account["phone"], account["phone_verified_at"] is not None) == (NUMBER, True)
        assert (text["to"], "text" in text) == (NUMBER, False)
