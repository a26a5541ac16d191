from django.apps import AppConfig


class BlogConfig(AppConfig):
    name = "blog"

    def ready(self) -> None:
        import blog.handlers  # noqa: PLC0415
        import blog.signal_handlers  # noqa: F401, PLC0415
