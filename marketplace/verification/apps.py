from django.apps import AppConfig


class VerificationConfig(AppConfig):
    """What specialists prove about themselves."""

    name = "marketplace.verification"
    label = "verification"

    def ready(self) -> None:
        from marketplace.verification import handlers  # noqa: F401, PLC0415 - subscribes them
