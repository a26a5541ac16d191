from django.apps import AppConfig


class AnalyticsConfig(AppConfig):
    name = "marketplace.analytics"
    label = "analytics"
