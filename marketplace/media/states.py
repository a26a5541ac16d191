"""What an upload is, and how far it has come."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Kind(TextChoices):
    IMAGE = "image", _("Picture")
    AVATAR = "avatar", _("Avatar")
    DOCUMENT = "document", _("Document")


class AssetState(TextChoices):
    UPLOADED = "uploaded", _("Being prepared")
    READY = "ready", _("Ready")
    FAILED = "failed", _("Could not be prepared")


class Format(TextChoices):
    AVIF = "avif", "AVIF"
    WEBP = "webp", "WebP"
    JPEG = "jpeg", "JPEG"
