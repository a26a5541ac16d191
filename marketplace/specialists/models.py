from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from modelcluster.models import ClusterableModel
from wagtail.models import RevisionMixin
from wagtail.search import index

from marketplace.core import addresses
from marketplace.core.ids import public_id
from marketplace.core.machine import Machine
from marketplace.moderation.models import Standing
from marketplace.specialists import states
from marketplace.specialists.querysets import SpecialistQuerySet


class SpecialistProfile(RevisionMixin, index.Indexed, ClusterableModel):
    """Who does the work, as others see it. The root of everything that belongs to a specialist."""

    class Kind(models.TextChoices):
        PERSON = "person", _("One person")
        COMPANY = "company", _("A company or studio")

    public_id = models.CharField(max_length=12, unique=True, default=public_id, editable=False)
    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.PROTECT, related_name="specialist")
    tally = models.OneToOneField("analytics.Tally", models.PROTECT, related_name="+", editable=False)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.PERSON)
    name = models.CharField(_("name"), max_length=80)
    headline = models.CharField(_("headline"), max_length=120, blank=True)
    bio = models.TextField(_("about"), max_length=4000, blank=True)
    avatar = models.ForeignKey("media.MediaAsset", models.SET_NULL, null=True, blank=True, related_name="+")
    city = models.ForeignKey("catalog.City", models.PROTECT, null=True, blank=True, related_name="+")
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    radius_km = models.PositiveSmallIntegerField(
        _("how far you travel, km"), default=25, validators=[MinValueValidator(1), MaxValueValidator(500)]
    )
    categories = ParentalManyToManyField("catalog.Category", blank=True, related_name="+")
    languages = ArrayField(models.CharField(max_length=5), default=list, blank=True)
    years_experience = models.PositiveSmallIntegerField(
        _("years of experience"), null=True, blank=True, validators=[MaxValueValidator(70)]
    )

    objects = SpecialistQuerySet.as_manager()

    search_fields: ClassVar[list[index.BaseField]] = [
        index.SearchField("name", boost=2),
        index.SearchField("headline", boost=1),
        index.AutocompleteField("name"),
        index.FilterField("city_id"),
    ]

    class Meta:
        verbose_name = _("specialist")
        verbose_name_plural = _("specialists")
        constraints = [
            models.CheckConstraint(condition=Q(radius_km__range=(1, 500)), name="specialist_radius"),
            models.CheckConstraint(
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(
                    latitude__isnull=False,
                    longitude__isnull=False,
                    latitude__range=(-90, 90),
                    longitude__range=(-180, 180),
                ),
                name="specialist_point",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return addresses.listing("specialist", self.name, self.public_id)


class SpecialistStanding(Standing):
    """How a profile stands."""

    machine: ClassVar[Machine] = states.PROFILE
    unpublished = states.UNPUBLISHED

    specialist = models.OneToOneField(SpecialistProfile, models.CASCADE, primary_key=True, related_name="standing")

    class Meta:
        constraints = [states.PROFILE.constraint("specialist_state")]
        indexes = [
            models.Index(fields=["submitted_at"], condition=Q(submitted_at__isnull=False), name="specialist_queue")
        ]

    def __str__(self) -> str:
        return f"{self.specialist_id}: {self.state}"


class SpecialistRating(models.Model):
    """What verified reviews add up to. A row exists from the first review on, so nobody is ever rated 0.00."""

    specialist = models.OneToOneField(SpecialistProfile, models.CASCADE, primary_key=True, related_name="rating")
    average = models.DecimalField(max_digits=3, decimal_places=2)
    count = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(average__range=(1, 5)), name="specialist_rating_range"),
            models.CheckConstraint(condition=Q(count__gt=0), name="specialist_rating_counted"),
        ]

    def __str__(self) -> str:
        return f"{self.average} ({self.count})"


class Offering(models.Model):
    """A service that a specialist sells, and for how much."""

    class PriceType(models.TextChoices):
        FIXED = "fixed", _("fixed price")
        FROM = "from", _("from")
        HOURLY = "hourly", _("per hour")
        PER_UNIT = "per_unit", _("per unit")
        QUOTE = "quote", _("price on request")

    public_id = models.CharField(max_length=12, unique=True, default=public_id, editable=False)
    specialist = models.ForeignKey(SpecialistProfile, models.CASCADE, related_name="offerings")
    service = models.ForeignKey("catalog.Service", models.PROTECT, related_name="+")
    title = models.CharField(_("title"), max_length=120)
    price_type = models.CharField(_("price"), max_length=10, choices=PriceType, default=PriceType.FROM)
    price_minor = models.BigIntegerField(null=True, blank=True)
    currency = models.CharField(max_length=3)
    unit = models.CharField(_("unit"), max_length=20, blank=True)
    duration_minutes = models.PositiveSmallIntegerField(
        _("duration, minutes"), default=60, validators=[MinValueValidator(15), MaxValueValidator(1440)]
    )
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint("specialist", "service", Lower("title"), name="offering_once"),
            models.CheckConstraint(
                condition=Q(price_type="quote", price_minor__isnull=True)
                | (~Q(price_type="quote") & Q(price_minor__isnull=False, price_minor__gt=0)),
                name="offering_price",
            ),
            models.CheckConstraint(
                condition=Q(price_type__in=["fixed", "from", "hourly", "per_unit", "quote"]), name="offering_price_type"
            ),
            models.CheckConstraint(condition=Q(duration_minutes__range=(15, 1440)), name="offering_duration"),
        ]

    def __str__(self) -> str:
        return self.title


class RemovedSpecialist(models.Model):
    """A profile that was public and is gone: its address answers “gone” instead of “never heard of”."""

    public_id = models.CharField(max_length=12, primary_key=True)
    removed_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.public_id


class SpecialistFavourite(models.Model):
    """Somebody saved a specialist."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="saved_specialists")
    specialist = models.ForeignKey(SpecialistProfile, models.CASCADE, related_name="favourites")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "specialist"], name="specialist_favourite_once")]
        indexes = [models.Index(fields=["user", "-id"], name="specialist_favourite_of_user")]

    def __str__(self) -> str:
        return f"{self.user_id} saved {self.specialist_id}"
