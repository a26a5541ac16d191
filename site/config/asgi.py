"""Sockets: uvicorn config.asgi. Pages are gunicorn's; nothing but sockets and a sign of life answers here."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
os.environ.setdefault("LINTEL_PROCESS", "sockets")
django.setup()

from config.routing import application  # noqa: E402 - consumers may import models

__all__ = ["application"]
