"""Texts of Django and allauth that our pages show and that one of our languages lacks there. Only read, never run."""

from django.utils.translation import gettext_noop as noop
from django.utils.translation import ngettext_lazy as many

SIGNING_IN = [
    noop("Email"),
    noop("Email address"),
    noop("Code"),
    noop("Authenticator code"),
    noop("Remember Me"),
    noop("Current Password"),
    noop("New Password"),
    noop("New Password (again)"),
    noop("Use your password"),
    noop("Use authenticator app or code"),
    noop("This account is currently inactive."),
    noop("The email address and/or password you specified are not correct."),
    noop("Too many failed login attempts. Try again later."),
    noop("Be patient, you are sending too many requests."),
    noop("Incorrect code."),
    noop("Incorrect password."),
    noop("Invalid or expired key."),
    noop("Invalid login."),
    noop("The password reset token was invalid."),
    noop("A user is already registered with this email address."),
    noop("This email address is already associated with this account."),
    noop("The email address is not assigned to any user account."),
    noop("The new value must be different from the current one."),
    noop("You must type the same password each time."),
    noop("You cannot activate two-factor authentication until you have verified your email address."),
    noop("You cannot add an email address to an account protected by two-factor authentication."),
    noop("You cannot generate recovery codes without having two-factor authentication enabled."),
]
PASSWORDS = [
    noop("This password is too common."),
    noop("Your password can’t be a commonly used password."),
    many(
        "This password is too short. It must contain at least %d character.",
        "This password is too short. It must contain at least %d characters.",
    ),
    many(
        "Your password must contain at least %(min_length)d character.",
        "Your password must contain at least %(min_length)d characters.",
    ),
]
FIELDS = [
    noop("Null characters are not allowed."),
    many(
        "Ensure this value has at most %(limit_value)d character (it has %(show_value)d).",
        "Ensure this value has at most %(limit_value)d characters (it has %(show_value)d).",
    ),
    many(
        "Ensure that there are no more than %(max)s digit in total.",
        "Ensure that there are no more than %(max)s digits in total.",
    ),
    many(
        "Ensure that there are no more than %(max)s decimal place.",
        "Ensure that there are no more than %(max)s decimal places.",
    ),
    many(
        "Ensure that there are no more than %(max)s digit before the decimal point.",
        "Ensure that there are no more than %(max)s digits before the decimal point.",
    ),
]
TIMES = [
    many("%(num)d year", "%(num)d years"),
    many("%(num)d month", "%(num)d months"),
    many("%(num)d week", "%(num)d weeks"),
    many("%(num)d day", "%(num)d days"),
    many("%(num)d hour", "%(num)d hours"),
    many("%(num)d minute", "%(num)d minutes"),
]
