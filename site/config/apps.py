from django.apps import AppConfig


class HouseConfig(AppConfig):
    """The house itself: checks and commands that concern all floors."""

    name = "config"
    label = "house"
