from typing import ClassVar

from django.conf import settings
from django.core.validators import MaxValueValidator, MinLengthValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from modelcluster.models import ClusterableModel
from wagtail.models import RevisionMixin
from wagtail.search import index

from marketplace.core import addresses
from marketplace.core.ids import public_id
from marketplace.core.machine import Machine
from marketplace.core.money import Money
from marketplace.moderation.models import Standing
from marketplace.projects import limits, states
from marketplace.projects.querysets import ProjectQuerySet


class Project(RevisionMixin, index.Indexed, ClusterableModel):
    """A finished piece of work, told in photos. The root of its photos, documents and favourites."""

    public_id = models.CharField(max_length=12, unique=True, default=public_id, editable=False)
    specialist = models.ForeignKey("specialists.SpecialistProfile", models.PROTECT, related_name="projects")
    tally = models.OneToOneField("analytics.Tally", models.PROTECT, related_name="+", editable=False)
    title = models.CharField(
        _("title"), max_length=limits.TITLE_LONGEST, validators=[MinLengthValidator(limits.TITLE_SHORTEST)]
    )
    summary = models.CharField(_("summary"), max_length=limits.SUMMARY_LONGEST, blank=True)
    story = models.TextField(_("story"), max_length=limits.STORY_LONGEST, blank=True)
    language = models.CharField(_("language of the text"), max_length=5, default="en", choices=settings.LANGUAGES)
    category = models.ForeignKey("catalog.Category", models.PROTECT, related_name="+")
    city = models.ForeignKey("catalog.City", models.PROTECT, related_name="+")
    rooms = ParentalManyToManyField("catalog.RoomType", blank=True, related_name="+")
    styles = ParentalManyToManyField("catalog.Style", blank=True, related_name="+")
    area_m2 = models.PositiveIntegerField(
        _("area, m²"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(limits.AREA_MOST)]
    )
    cost_from_minor = models.BigIntegerField(null=True, blank=True)
    cost_to_minor = models.BigIntegerField(null=True, blank=True)
    currency = models.CharField(max_length=3)
    duration_days = models.PositiveSmallIntegerField(
        _("duration, days"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(limits.DAYS_MOST)],
    )
    completed_on = models.DateField(_("finished on"), null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = ProjectQuerySet.as_manager()

    search_fields: ClassVar[list[index.BaseField]] = [
        index.SearchField("title", boost=2),
        index.SearchField("summary", boost=1),
        index.AutocompleteField("title"),
        index.FilterField("category_id"),
        index.FilterField("city_id"),
    ]

    class Meta:
        verbose_name = _("project")
        constraints = [
            models.CheckConstraint(condition=Q(area_m2__isnull=True) | Q(area_m2__gt=0), name="project_area"),
            models.CheckConstraint(
                condition=Q(cost_from_minor__isnull=True) | Q(cost_from_minor__gt=0), name="project_cost_from"
            ),
            models.CheckConstraint(
                condition=Q(cost_to_minor__isnull=True) | Q(cost_to_minor__gte=F("cost_from_minor")),
                name="project_cost_range",
            ),
        ]
        indexes = [models.Index(fields=["specialist", "-id"], name="project_of_specialist")]

    def __str__(self) -> str:
        return self.title

    @property
    def cost_from(self) -> Money | None:
        return Money(self.cost_from_minor, self.currency) if self.cost_from_minor is not None else None

    @property
    def cost_to(self) -> Money | None:
        return Money(self.cost_to_minor, self.currency) if self.cost_to_minor is not None else None

    def get_absolute_url(self) -> str:
        return addresses.listing("project", self.title, self.public_id)


class ProjectStanding(Standing):
    """How a project stands, and which paid visibility it has until when."""

    machine: ClassVar[Machine] = states.PROJECT
    unpublished = states.UNPUBLISHED

    project = models.OneToOneField(Project, models.CASCADE, primary_key=True, related_name="standing")

    class Meta:
        constraints = [states.PROJECT.constraint("project_state")]
        indexes = [
            models.Index(fields=["submitted_at"], condition=Q(submitted_at__isnull=False), name="project_queue"),
        ]

    def __str__(self) -> str:
        return f"{self.project_id}: {self.state}"


class ProjectPhoto(models.Model):
    """One photo of a project, at its place."""

    project = ParentalKey(Project, on_delete=models.CASCADE, related_name="photos")
    asset = models.ForeignKey("media.MediaAsset", models.CASCADE, related_name="+")
    position = models.PositiveSmallIntegerField()
    alt = models.CharField(_("what is seen"), max_length=limits.ALT_LONGEST, blank=True)
    caption = models.CharField(_("caption"), max_length=limits.CAPTION_LONGEST, blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.CheckConstraint(condition=Q(position__range=(1, 12)), name="photo_position"),
            models.UniqueConstraint(
                fields=["project", "position"], name="photo_position_once", deferrable=models.Deferrable.DEFERRED
            ),
            models.UniqueConstraint(
                fields=["project", "asset"], name="photo_asset_once", deferrable=models.Deferrable.DEFERRED
            ),
        ]

    def __str__(self) -> str:
        return f"{self.project_id} photo {self.position}"


class ProjectDocument(models.Model):
    """A plan or an estimate that goes with a project, for download."""

    project = ParentalKey(Project, on_delete=models.CASCADE, related_name="documents")
    asset = models.ForeignKey("media.MediaAsset", models.CASCADE, related_name="+")
    position = models.PositiveSmallIntegerField()
    title = models.CharField(_("title"), max_length=120, blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.CheckConstraint(condition=Q(position__range=(1, 10)), name="document_position"),
            models.UniqueConstraint(
                fields=["project", "position"], name="document_position_once", deferrable=models.Deferrable.DEFERRED
            ),
        ]

    def __str__(self) -> str:
        return f"{self.project_id} document {self.position}"


class RemovedProject(models.Model):
    """A public project that its owner deleted: its address answers “gone” instead of “never heard of”."""

    public_id = models.CharField(max_length=12, primary_key=True)
    removed_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.public_id


class ProjectFavourite(models.Model):
    """Somebody saved a project."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="saved_projects")
    project = models.ForeignKey(Project, models.CASCADE, related_name="favourites")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "project"], name="project_favourite_once")]
        indexes = [models.Index(fields=["user", "-id"], name="project_favourite_of_user")]

    def __str__(self) -> str:
        return f"{self.user_id} saved {self.project_id}"
