from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from marketplace.core import clock


class Portrait(models.Model):
    """A person's own picture, which they see in the menu and on the page of their account.

    A row of its own: accounts are below media, and keys never point up. It is not the picture of a specialist's
    profile either: that one is public and moderators look at it, this one is for its owner alone.

    Personal: the whole row, and the picture it points to.
    """

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="portrait")
    asset = models.OneToOneField("media.MediaAsset", models.CASCADE, related_name="+")
    changed_at = models.DateTimeField(_("changed"), default=clock.now)

    class Meta:
        verbose_name = _("picture of a person")
        verbose_name_plural = _("pictures of people")

    def __str__(self) -> str:
        return f"{self.user_id}: {self.asset_id}"
