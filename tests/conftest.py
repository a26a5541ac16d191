"""What all tests share. The services are real: PostgreSQL and Valkey of the session's own."""

import os

os.environ.setdefault("LINTEL_ENV", "test")

from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import cache
from django.utils import translation
from pytest_django.plugin import DjangoDbBlocker

from marketplace.accounts.models import User
from pages import tree


@pytest.fixture(scope="session", autouse=True)
def _folder_of_static_files() -> None:
    """WhiteNoise warns of a folder that is not there, and in tests nothing is collected."""
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """Transactional tests come last and empty the database, first pages included: the next session starts with them."""
    with django_db_blocker.unblock():
        tree.blog()


@pytest.fixture(autouse=True)
def _english() -> None:
    """A page in another language leaves its language to whoever comes next in the thread."""
    translation.activate("en")


@pytest.fixture(autouse=True)
def _empty_cache() -> None:
    cache.clear()


@pytest.fixture
def clara(db: None) -> User:
    """Clara looks for somebody: a client."""
    return User.objects.create_user("clara@example.com", "a long enough phrase", display_name="Clara")


@pytest.fixture
def sam(db: None) -> User:
    """Sam does the work: an account that a specialist's profile can be made for."""
    return User.objects.create_user("sam@example.com", "a long enough phrase", display_name="Sam")


@pytest.fixture
def eve(db: None) -> User:
    """Eve is a stranger to everything."""
    return User.objects.create_user("eve@example.com", "a long enough phrase", display_name="Eve")


@pytest.fixture
def mona(db: None) -> User:
    """Mona moderates listings and people."""
    from django.contrib.auth.models import Group, Permission

    mona = User.objects.create_user("mona@example.com", "a long enough phrase", display_name="Mona", is_staff=True)
    moderators = Group.objects.get_or_create(name="moderator")[0]
    moderators.permissions.add(*Permission.objects.filter(codename__in=("access_admin", "sanction_user")))
    mona.groups.add(moderators)
    return mona
