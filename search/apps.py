from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "search"
    label = "search"

    def ready(self) -> None:
        from search import handlers  # noqa: F401, PLC0415 - subscribes them
