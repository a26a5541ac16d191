"""Moderators who may enter the admin."""

import time

import pytest
from allauth.account.internal.flows import login
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import Permission
from django.test import Client

from marketplace.accounts.models import User


def enter(user: User) -> Client:
    """The browser of a member of staff who has shown the second factor."""
    Authenticator.objects.get_or_create(user=user, type=Authenticator.Type.TOTP, defaults={"data": {"secret": "x"}})
    client = Client()
    client.force_login(user)
    session = client.session
    session[login.AUTHENTICATION_METHODS_SESSION_KEY] = [{"method": "mfa", "type": "totp", "at": time.time()}]
    session[login._AUTHENTICATION_METHODS_USER_SESSION_KEY] = str(user.pk)
    session.save()
    return client


@pytest.fixture
def desk(mona: User) -> Client:
    """Mona's browser, in the admin."""
    mona.groups.get(name="moderator").permissions.add(Permission.objects.get(codename="access_admin"))
    return enter(mona)
