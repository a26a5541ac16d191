from django.apps import AppConfig


class ConsentsConfig(AppConfig):
    """What people accepted, and when."""

    name = "marketplace.consents"
    label = "consents"

    def ready(self) -> None:
        from marketplace.accounts import conditions  # noqa: PLC0415 - models are not ready before
        from marketplace.consents import handlers  # noqa: F401, PLC0415 - subscribes them
        from marketplace.consents.selectors import require_nothing_new  # noqa: PLC0415

        conditions.register(require_nothing_new)
