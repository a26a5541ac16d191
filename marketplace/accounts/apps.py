from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "marketplace.accounts"
    label = "accounts"

    def ready(self) -> None:
        """Subscribe what listens, and tell the design which hearts are full for guests."""
        from design import hearts  # noqa: PLC0415 - models are not ready before
        from marketplace.accounts import guests, handlers  # noqa: F401, PLC0415 - the latter subscribe themselves
        from marketplace.accounts.api import schema  # noqa: F401, PLC0415 - tells drf-spectacular of our tokens

        hearts.ask(guests.full_hearts)
