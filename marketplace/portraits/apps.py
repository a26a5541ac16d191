from django.apps import AppConfig


class PortraitsConfig(AppConfig):
    """People's own pictures."""

    name = "marketplace.portraits"
    label = "portraits"

    def ready(self) -> None:
        from marketplace.accounts import faces  # noqa: PLC0415 - models are not ready before
        from marketplace.portraits.selectors import picture_of  # noqa: PLC0415

        faces.register(picture_of)
