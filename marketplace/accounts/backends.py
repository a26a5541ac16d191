"""Who may try a password."""

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.auth.base_user import AbstractBaseUser

from marketplace.accounts import selectors, waiting
from marketplace.accounts.models import User


class PasswordBackend(AuthenticationBackend):
    """allauth's, which also knows passwords that wait: they lead to the page that asks for the mailed code, no further.

    Once the address is proved there is no such page any more, so from then on they are wrong.
    """

    def _check_password(self, user: AbstractBaseUser | None, password: str) -> AbstractBaseUser | None:
        if not isinstance(user, User) or not waiting.is_held(user) or selectors.has_proved_address(user):
            found: AbstractBaseUser | None = super()._check_password(user, password)
            return found
        self._did_check_password = True
        return user if waiting.matches(user, password) and self.user_can_authenticate(user) else None
