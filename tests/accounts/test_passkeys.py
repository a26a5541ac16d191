"""What a passkey answers is taken apart with care. The ceremony itself is played in tests/browser/test_passkeys.py."""

import json
import time

import pytest
from allauth.account.internal.flows import login
from allauth.mfa.models import Authenticator
from django.test import Client

from marketplace.accounts.models import User

pytestmark = pytest.mark.django_db
BROKEN = [
    "",
    "x",
    "[]",
    "{}",
    "null",
    "1",
    '"a"',
    '{"id": 1}',
    '{"id": "a", "rawId": "a", "response": {}, "type": "x"}',
]
DEEP = {
    "attestationObject": "oA",
    "clientDataJSON": "e30",
    "authenticatorData": "AA",
    "signature": "AA",
    "userHandle": "AA",
}
BROKEN += [json.dumps({"id": "AAAA", "rawId": "AAAA", "type": "public-key", "response": DEEP})]


@pytest.fixture
def fresh(client: Client, clara: User) -> Client:
    """Clara, who has shown her password a moment ago."""
    client.force_login(clara)
    session = client.session
    session[login.AUTHENTICATION_METHODS_SESSION_KEY] = [{"method": "password", "at": time.time()}]
    session[login._AUTHENTICATION_METHODS_USER_SESSION_KEY] = str(clara.pk)
    session.save()
    return client


@pytest.mark.parametrize("credential", BROKEN)
@pytest.mark.parametrize("door", ["add", "login", "reauthenticate"])
def test_an_answer_that_cannot_be_read_is_refused_and_changes_nothing(
    fresh: Client, door: str, credential: str
) -> None:
    if door == "login":
        fresh.logout()
    fresh.get(f"/accounts/2fa/webauthn/{door}/")
    answer = fresh.post(
        f"/accounts/2fa/webauthn/{door}/", {"credential": credential, "name": "Mine", "passwordless": "1"}
    )
    assert answer.status_code in (200, 302)
    assert not Authenticator.objects.exists()
    assert ("_auth_user_id" in fresh.session) == (door != "login")


def test_the_questions_are_fetched_by_scripts_and_pages_stay_pages(client: Client) -> None:
    answer = client.get("/accounts/2fa/webauthn/login/", HTTP_ACCEPT="application/json")
    assert answer.json()["request_options"]["publicKey"]["userVerification"] == "required"
    assert client.post("/accounts/login/", {}, HTTP_ACCEPT="application/json")["Content-Type"].startswith("text/html")
