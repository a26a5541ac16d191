"""HTTP: gunicorn config.wsgi."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
os.environ.setdefault("LINTEL_PROCESS", "web")

application = get_wsgi_application()

from config.settling import settle  # noqa: E402 - addresses and templates need the application

settle()
