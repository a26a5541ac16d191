"""Settings, addresses, processes: the floor that knows everybody and that nobody knows."""

from config.celery import app as celery_app

__all__ = ["celery_app"]
