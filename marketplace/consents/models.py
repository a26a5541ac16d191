from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from marketplace.consents.states import Kind
from marketplace.core import clock


class Consent(models.Model):
    """That somebody accepted a version of a text. The version is the number of the page's published revision.

    Personal: the whole row says what a person did and when; it is proof, and stays as long as the account.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="consents")
    kind = models.CharField(_("what"), max_length=10, choices=Kind)
    version = models.BigIntegerField(_("version"))
    given_at = models.DateTimeField(_("accepted"), default=clock.now)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="consent_kind"),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None) | Q(withdrawn_at__gte=F("given_at")), name="consent_order"
            ),
        ]
        indexes = [models.Index(fields=["user", "kind", "-given_at"], name="consent_of_user")]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.kind} {self.version}"
