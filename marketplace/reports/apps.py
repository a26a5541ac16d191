from django.apps import AppConfig


class ReportsConfig(AppConfig):
    """What people tell moderators about public pages."""

    name = "marketplace.reports"
    label = "reports"
