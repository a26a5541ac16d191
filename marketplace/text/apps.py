from django.apps import AppConfig


class TextConfig(AppConfig):
    name = "marketplace.text"
    label = "text"
