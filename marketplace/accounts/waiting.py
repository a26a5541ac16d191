"""A password that waits: chosen at sign-up, good for nothing until whoever chose it has proved the address.

Who signed up with Google or Facebook and an address that they do not vouch for has none, and that waits as well: until
the address is proved the link with them opens nothing either.

It is kept where Django keeps passwords, under a mark that makes Django see none. So however an address becomes proved,
a password that was not freed on purpose opens nothing.
"""

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX, verify_password

from marketplace.accounts.models import User

MARK = f"{UNUSABLE_PASSWORD_PREFIX}waiting:"


def hold(user: User) -> None:
    """From now on the password waits; the caller saves."""
    user.password = MARK + user.password


def is_held(user: User) -> bool:
    """Whether the password is one that waits."""
    return user.password.startswith(MARK)


def free(user: User) -> None:
    """The waiting password is the account's own from now on; the caller saves."""
    user.password = user.password.removeprefix(MARK)


def matches(user: User, password: str) -> bool:
    """Whether these are the words of the waiting password. It costs what any check of a password costs."""
    return verify_password(password, user.password.removeprefix(MARK))[0]
