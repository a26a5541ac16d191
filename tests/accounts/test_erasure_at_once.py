"""An erasure against its person's change of mind at the last moment, and by staff in the person's place."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from threading import Event as Flag

import pytest
from django.test import Client

from marketplace.accounts import erasure
from marketplace.accounts.models import DataRequest, User
from marketplace.core import clock, personal
from tests.accounts.test_people import member
from tests.cast import at_once

pytestmark = pytest.mark.django_db(transaction=True)

WEEK = timedelta(days=7, minutes=1)


class TestTwoAtOnce:
    taken_back = Flag()

    def outcomes(self, clara: User) -> tuple[str, str, bool]:
        """How account and request stand after both were tried at the last moment, and whether one was told it stays."""
        with clock.turned_to(clock.now() - WEEK):
            request = erasure.ask(clara.pk, by=clara)
        _, kept = at_once(lambda: erasure.carry_out(request.pk), lambda: self.take_back(clara))
        request.refresh_from_db()
        return User.objects.get(pk=clara.pk).state, request.state, isinstance(kept, User)

    def take_back(self, clara: User) -> User:
        try:
            return erasure.take_back(clara.pk, by=clara)
        finally:
            self.taken_back.set()

    def people(self, number: int) -> Iterator[User]:
        for one in range(number):
            yield User.objects.create_user(f"p{one}@example.com", "a long enough phrase", display_name="P")

    def test_whoever_takes_it_back_in_time_is_kept_and_else_all_is_gone(self, db: None) -> None:
        seen = {self.outcomes(person) for person in self.people(10)}
        assert seen <= {("active", "cancelled", True), ("erased", "done", False)}

    def test_control_without_the_lock_the_two_get_mixed(self, db: None, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(type(User.objects), "lock", lambda self, pk: self.get(pk=pk))
        forget = personal.erase

        def late(person_id: int) -> None:
            self.taken_back.wait(5)
            forget(person_id)

        monkeypatch.setattr(personal, "erase", late)
        seen = set()
        for person in self.people(10):
            self.taken_back.clear()
            seen.add(self.outcomes(person))
        # Told that it stays, and erased.
        assert ("erased", "done", True) in seen


def test_staff_see_requests_and_admins_start_an_erasure(
    pages: None, clara: User, sign_in: Callable[[User], Client]
) -> None:
    admin, support = sign_in(member("admin")), sign_in(member("support"))
    address = f"/admin/people/{clara.pk}/erasure/"
    assert support.get(address).status_code == 302
    assert admin.post(address, {"action": "ask"}).status_code == 422
    assert admin.post(address, {"action": "ask", "reason": "Letter of 3 May"}).status_code == 302
    assert "Letter of 3 May" in support.get(f"/admin/people/{clara.pk}/").content.decode()
    assert "will be erased on" in admin.get(address).content.decode()
    admin.post(address, {"action": "take_back"})
    assert DataRequest.objects.get().state == "cancelled"
