"""Twenty people with one address."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from django.test import Client

from marketplace.accounts.models import OutgoingMail, User
from tests.accounts.conftest import PASSWORD


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("door", ["page", "app"])
def test_twenty_spellings_of_one_address_at_once_make_one_account(door: str) -> None:
    gate = Barrier(20)
    letters = "berta"

    def spelling(number: int) -> str:
        return "".join(c.upper() if number >> i & 1 else c for i, c in enumerate(letters)) + "@Example.com"

    def join(number: int) -> int:
        client = Client(REMOTE_ADDR=f"10.0.0.{number}")
        body = {"display_name": "Berta", "email": spelling(number)}
        try:
            connection.ensure_connection()
            gate.wait()
            if door == "page":
                return client.post("/accounts/signup/", {**body, "password1": PASSWORD}).status_code
            path = "/_allauth/app/v1/auth/signup"
            return client.post(path, {**body, "password": PASSWORD}, content_type="application/json").status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(20) as pool:
        answers = list(pool.map(join, range(20)))
    assert set(answers) == {302 if door == "page" else 401}
    assert [user.email for user in User.objects.all()] == ["berta@example.com"]
    assert User.objects.get().emailaddress_set.count() == 1
    assert OutgoingMail.objects.count() == 1
