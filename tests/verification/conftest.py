"""A specialist, a moderator's browser, and a storage of this test's own."""

import pytest

from marketplace.accounts.models import User
from marketplace.specialists.models import SpecialistProfile
from tests.cast import profile_of
from tests.media.conftest import files, root  # noqa: F401 - fixtures
from tests.moderation.conftest import desk  # noqa: F401 - a fixture


@pytest.fixture
def profile(sam: User) -> SpecialistProfile:
    return profile_of(sam)
