"""Apps, middleware, templates, languages, files, logs."""

import django_stubs_ext
from django.utils.translation import gettext_lazy as _

from config.env import ROOT, env

# Lets classes such as Lookup be written with their types, as the type checker wants them.
django_stubs_ext.monkeypatch()

SECRET_KEY = env.secret_key
DEBUG = False
ALLOWED_HOSTS = env.hosts
LINTEL_ENV = env.name
IS_LOCAL = env.is_local
SITE_URL = env.site_url
SITE_NAME = env.site_name
SOCKET_URL = env.socket_url
CURRENCY = env.currency
TILE_URL = env.tile_url
TILE_ATTRIBUTION = env.tile_attribution
ANDROID_PACKAGE = env.android_package
ANDROID_FINGERPRINTS = env.android_fingerprints
APPLE_APP_IDS = env.apple_app_ids

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
ASGI_APPLICATION = "config.asgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "config.apps.HouseConfig",
    "screens",
    "pages",
    "blog",
    "search",
    "marketplace.projects",
    "marketplace.specialists",
    "marketplace.reports",
    "marketplace.verification",
    "marketplace.portraits",
    "marketplace.moderation",
    "marketplace.consents",
    "marketplace.media",
    "marketplace.catalog",
    "marketplace.accounts",
    "marketplace.analytics",
    "marketplace.audit",
    "marketplace.text",
    "marketplace.core",
    "design",
    "allauth",
    "allauth.account",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.google",
    "allauth.socialaccount.providers.facebook",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.headless",
    "wagtail.contrib.settings",
    "wagtail.contrib.redirects",
    "wagtail.contrib.sitemaps",
    "wagtail.embeds",
    "wagtail.sites",
    "marketplace.accounts.users.UsersConfig",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "wagtail_modeladmin",
    "modelcluster",
    "taggit",
    "channels",
    "rest_framework",
    "drf_spectacular",
    "django_filters",
    "csp",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "django.contrib.sitemaps",
    "django.forms",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "config.middleware.request_id",
    *(["config.middleware.CompressText"] if env.name == "demo" else []),
    "config.middleware.refuse_hostile_addresses",
    "config.middleware.answer_when_the_database_is_away",
    "django.middleware.security.SecurityMiddleware",
    "config.middleware.SecureHeaders",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "marketplace.accounts.middleware.OneJudgementAtATime",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "config.middleware.refuse_hostile_json",
    "config.middleware.refuse_half_forms",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "marketplace.accounts.middleware.SignInsEnd",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "marketplace.accounts.middleware.WithoutKeys",
    "marketplace.accounts.middleware.RememberDevice",
    "marketplace.accounts.middleware.StaffSecondFactor",
    "marketplace.consents.middleware.AskToAccept",
    "marketplace.accounts.middleware.LookingOnly",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "wagtail.contrib.settings.context_processors.settings",
                "config.context.house",
            ],
            "builtins": ["design.templatetags.ui", "design.templatetags.fragments"],
        },
    }
]
FORM_RENDERER = "design.forms.FormRenderer"

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("ru", _("Russian")), ("kk", _("Kazakh"))]
LOCALE_PATHS = [ROOT / "locale"]
TIME_ZONE = env.time_zone
USE_TZ = True
USE_I18N = True

STATIC_URL = "/static/"
STATIC_ROOT = env.static_root
MEDIA_URL = "/media/"
MEDIA_ROOT = env.media_root
STORAGES = {
    "default": {"BACKEND": "marketplace.media.storage.WholeFiles"},
    "staticfiles": {
        "BACKEND": {
            "test": "django.contrib.staticfiles.storage.StaticFilesStorage",
            "demo": "config.static.HashedStaticFiles",
        }.get(env.name, "config.static.CompressedStaticFiles")
    },
}
WHITENOISE_USE_FINDERS = env.name == "test"
WHITENOISE_MAX_AGE = 600
SILENCED_SYSTEM_CHECKS: list[str] = []

FILE_UPLOAD_PERMISSIONS = 0o644
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
# An editor's page of many blocks is a form of thousands of fields.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000
DATA_UPLOAD_MAX_NUMBER_FILES = 30

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"request_id": {"()": "config.middleware.RequestIdFilter"}},
    "formatters": {"line": {"format": "{asctime} {levelname} {name} [{request_id}] {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["request_id"]}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": ["console"], "level": "ERROR" if env.name == "test" else "WARNING", "propagate": False},
        "django.security.DisallowedHost": {"level": "CRITICAL"},
        "lintel": {"level": "INFO"},
    },
}
