"""Who may come in and how: django-allauth is the only door."""

from config.env import Keys, env
from config.keys import jwt_private_key

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["marketplace.accounts.backends.PasswordBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "home"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.MD5PasswordHasher"
    if env.name == "test"
    else "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
_django = "django.contrib.auth.password_validation"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"{_django}.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "marketplace.accounts.validators.MaximumLength", "OPTIONS": {"max_length": 128}},
    {"NAME": f"{_django}.CommonPasswordValidator"},
    {"NAME": "marketplace.accounts.validators.HardToGuess", "OPTIONS": {"least_score": 3}},
]

ALLAUTH_TRUSTED_PROXY_COUNT = env.trusted_proxies

ACCOUNT_ADAPTER = "marketplace.accounts.adapters.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_SIGNUP_FORM_CLASS = "marketplace.accounts.forms.SignUpDetails"
_entrance = "marketplace.accounts.entrance"
ACCOUNT_FORMS = {
    "add_email": f"{_entrance}.NewAddress",
    "change_password": f"{_entrance}.ChangePassword",
    "confirm_email_verification_code": f"{_entrance}.ConfirmAddress",
    "confirm_login_code": f"{_entrance}.ConfirmLogin",
    "confirm_password_reset_code": f"{_entrance}.ConfirmReset",
    "login": f"{_entrance}.Login",
    "reauthenticate": f"{_entrance}.ProveItIsYou",
    "request_login_code": f"{_entrance}.LoginCode",
    "reset_password": f"{_entrance}.ForgottenPassword",
    "reset_password_from_key": f"{_entrance}.NewPassword",
    "set_password": f"{_entrance}.FirstPassword",
    "signup": f"{_entrance}.SignUp",
}
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = 4
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ACCOUNT_PASSWORD_RESET_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_SESSION_REMEMBER = True
# An address gets a code once a minute, twenty times a day. That is about mails: sign-up itself answers on (stages.py),
# limited by where it comes from. The other limits are allauth's own.
ACCOUNT_RATE_LIMITS = {"confirm_email": "1/m/key,20/d/key", "signup": "10/m/ip"}

# A text message costs money, and whoever is paid for them likes to have many sent. In five minutes nine codes' guesses
# are judged for one person, in a minute thirty from one place. A number gets one a minute whoever asks for it, and more
# a day than one person may send, so that its owner keeps a turn; a place may be the one address of a whole network.
PHONE_RATE_LIMITS = {
    "send": "1/m/user,3/h/user,5/d/user,1/m/key,15/d/key,40/d/ip",
    "judge": "10/5m/user,30/m/ip",
}

SOCIALACCOUNT_ADAPTER = "marketplace.accounts.social.SocialAdapter"
SOCIALACCOUNT_FORMS = {"signup": f"{_entrance}.SocialSignUp", "disconnect": f"{_entrance}.Unlink"}
# An address that somebody else vouches for opens no account that exists already: it is linked from inside, or not.
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False
SOCIALACCOUNT_LOGIN_ON_GET = False
SOCIALACCOUNT_STORE_TOKENS = False


def _apps(keys: Keys | None) -> list[dict[str, str]]:
    return [{"client_id": keys.client_id, "secret": keys.secret}] if keys else []


SOCIALACCOUNT_PROVIDERS = {
    "google": {"APPS": _apps(env.google), "SCOPE": ["profile", "email"], "OAUTH_PKCE_ENABLED": True},
    "facebook": {
        "APPS": _apps(env.facebook),
        "SCOPE": ["email", "public_profile"],
        "FIELDS": ["id", "email", "name", "first_name", "last_name"],
        # Facebook does not say whether an address was ever proved.
        "VERIFIED_EMAIL": False,
    },
}

MFA_ADAPTER = "marketplace.accounts.adapters.SecondFactorAdapter"
MFA_FORMS = {
    "activate_totp": f"{_entrance}.TurnOnSecondStep",
    "add_webauthn": f"{_entrance}.AddPasskey",
    "authenticate": f"{_entrance}.SecondStep",
    "authenticate_webauthn": f"{_entrance}.PasskeyAsSecondStep",
    "edit_webauthn": f"{_entrance}.RenamePasskey",
    "login_webauthn": f"{_entrance}.PasskeyLogin",
    "reauthenticate": f"{_entrance}.SecondStepAgain",
    "reauthenticate_webauthn": f"{_entrance}.PasskeyAgain",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
# A demo has no certificate; browsers make passkeys for localhost without one.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = env.is_local
MFA_TOTP_ISSUER = env.site_name
MFA_TOTP_TOLERANCE = 1

HEADLESS_CLIENTS = ("app", "browser")
HEADLESS_TOKEN_STRATEGY = "marketplace.accounts.tokens.RotatingTokens"  # noqa: S105 - a path
HEADLESS_JWT_PRIVATE_KEY = jwt_private_key(env)
HEADLESS_JWT_ACCESS_TOKEN_EXPIRES_IN = 5 * 60
HEADLESS_JWT_REFRESH_TOKEN_EXPIRES_IN = 14 * 24 * 3600
# Whoever signed out, changed the password or was deactivated is out at once, not in five minutes.
HEADLESS_JWT_STATEFUL_VALIDATION_ENABLED = True
# Addresses in mails come from here, never from the request's Host header.
HEADLESS_FRONTEND_URLS = {
    "account_signup": f"{env.site_url}/accounts/signup/",
    "account_reset_password": f"{env.site_url}/accounts/password/reset/",
    "socialaccount_login_error": f"{env.site_url}/accounts/3rdparty/login/error/",
}
