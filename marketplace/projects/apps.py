from django.apps import AppConfig


class ProjectsConfig(AppConfig):
    name = "marketplace.projects"
    label = "projects"

    def ready(self) -> None:
        """Tell media which files pending drafts need and who may download a project's documents."""
        from marketplace.media import registry  # noqa: PLC0415 - models are not ready before
        from marketplace.projects import drafts, rules  # noqa: PLC0415

        registry.keep_alive(drafts.assets_in_drafts)
        registry.may_read(rules.may_read_document)
