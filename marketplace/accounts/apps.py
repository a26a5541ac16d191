from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "marketplace.accounts"
    label = "accounts"

    def ready(self) -> None:
        from marketplace.accounts import handlers  # noqa: F401, PLC0415 - subscribes them
        from marketplace.accounts.api import schema  # noqa: F401, PLC0415 - tells drf-spectacular of our tokens
