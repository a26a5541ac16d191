from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProjectsConfig(AppConfig):
    name = "marketplace.projects"
    label = "projects"

    def ready(self) -> None:
        """Tell media which files pending drafts need and who may download documents, and reports what a project is.

        Guests may save projects.
        """
        from marketplace.accounts import guests  # noqa: PLC0415 - models are not ready before
        from marketplace.media import registry  # noqa: PLC0415
        from marketplace.projects import drafts, rules, saving, selectors  # noqa: PLC0415
        from marketplace.reports import subjects  # noqa: PLC0415

        registry.keep_alive(drafts.assets_in_drafts)
        registry.may_read(rules.may_read_document)
        guests.register("project", guests.Kind(selectors.public_among, saving.claimed))
        subjects.register("project", _("Project"), selectors.reported)
