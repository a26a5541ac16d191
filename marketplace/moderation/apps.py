from django.apps import AppConfig


class ModerationConfig(AppConfig):
    """What all moderated things share. It has no tables of its own."""

    name = "marketplace.moderation"
    label = "moderation"
