from django.apps import AppConfig


class PagesConfig(AppConfig):
    name = "pages"

    def ready(self) -> None:
        from pages import handlers  # noqa: F401, PLC0415 - subscribes them
