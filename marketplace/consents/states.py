"""What people accept."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Kind(TextChoices):
    TERMS = "terms", _("Terms")
    PRIVACY = "privacy", _("Privacy policy")
