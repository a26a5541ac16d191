from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class AuditConfig(AppConfig):
    name = "marketplace.audit"
    label = "audit"

    def ready(self) -> None:
        """Read which facts there are before anything can happen."""
        autodiscover_modules("events")
        autodiscover_modules("personal")
