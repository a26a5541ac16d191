from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SpecialistsConfig(AppConfig):
    name = "marketplace.specialists"
    label = "specialists"

    def ready(self) -> None:
        """Tell reports what a specialist is, and who may ask to be verified. Guests may save specialists."""
        from marketplace.accounts import guests  # noqa: PLC0415 - models are not ready before
        from marketplace.reports import subjects  # noqa: PLC0415
        from marketplace.specialists import saving, selectors  # noqa: PLC0415
        from marketplace.verification import applicants  # noqa: PLC0415

        guests.register("specialist", guests.Kind(selectors.public_among, saving.claimed))
        subjects.register("specialist", _("Specialist"), selectors.reported)
        applicants.register(selectors.may_verify)
