"""What is counted."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Metric(TextChoices):
    VIEW = "view", _("Views")
    UNIQUE_VIEW = "unique_view", _("Visitors")
    FAVOURITE = "favourite", _("Favourites")
    TO_PROFILE = "to_profile", _("Visits to the profile")
    APPLICATION = "application", _("Requests")
