"""Mona's browser in the admin, as the moderators' tests have it."""

from tests.moderation.conftest import desk

__all__ = ["desk"]
