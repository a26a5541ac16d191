from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BlogConfig(AppConfig):
    name = "blog"

    def ready(self) -> None:
        """Hear what happens to pages, and tell reports what an article is."""
        import blog.handlers  # noqa: PLC0415
        import blog.signal_handlers  # noqa: F401, PLC0415
        from blog import selectors  # noqa: PLC0415
        from marketplace.reports import subjects  # noqa: PLC0415

        subjects.register("article", _("Article"), selectors.reported)
