"""One address, one account, however it is written."""

import pytest
from django.core.exceptions import ValidationError

from marketplace.accounts.models import User


def test_an_address_in_other_capitals_is_refused_in_words(clara: User) -> None:
    with pytest.raises(ValidationError) as refusal:
        User(email="Clara@Example.com", display_name="Clara").full_clean(exclude={"password"})
    assert refusal.value.messages == ["An account with this e-mail exists already."]
