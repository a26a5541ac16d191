from django.apps import AppConfig


class SpecialistsConfig(AppConfig):
    name = "marketplace.specialists"
    label = "specialists"
