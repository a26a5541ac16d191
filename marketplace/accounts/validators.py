"""What a password must be like, beside Django's own checks."""

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from zxcvbn import zxcvbn

# zxcvbn takes much longer for long passwords; what comes after this many characters can only make one stronger.
JUDGED = 72


class MaximumLength:
    """No password over this many characters: hashing a very long one is a way to keep a server busy."""

    def __init__(self, max_length: int) -> None:
        self.max_length = max_length

    def validate(self, password: str, user: AbstractBaseUser | None = None) -> None:
        """Raises ValidationError for a longer password."""
        if len(password) > self.max_length:
            raise ValidationError(self.get_help_text(), code="password_too_long")

    def get_help_text(self) -> str:
        return _("Use at most %(number)s characters.") % {"number": self.max_length}


class HardToGuess:
    """The strength zxcvbn sees (0 to 4), knowing the person's own words."""

    def __init__(self, least_score: int) -> None:
        self.least_score = least_score

    def validate(self, password: str, user: AbstractBaseUser | None = None) -> None:
        """Raises ValidationError for a password that is guessed quickly."""
        own = [getattr(user, name, "") for name in ("email", "display_name")] if user else []
        words = ["lintel", *(word for text in own if text for word in (text, *text.lower().replace("@", " ").split()))]
        # zxcvbn breaks over nothing at all.
        if not password or zxcvbn(password[:JUDGED], user_inputs=words)["score"] < self.least_score:
            raise ValidationError(_("This is easy to guess. Add a word or two."), code="password_too_easy")

    def get_help_text(self) -> str:
        return _("A few words that do not belong together work well.")
