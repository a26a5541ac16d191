from django.apps import AppConfig


class PagesConfig(AppConfig):
    name = "pages"

    def ready(self) -> None:
        from marketplace.consents import papers  # noqa: PLC0415 - models are not ready before
        from pages import handlers  # noqa: F401, PLC0415 - subscribes them
        from pages.papers import papers as ours  # noqa: PLC0415

        papers.register(ours)
