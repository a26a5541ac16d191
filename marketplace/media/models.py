from django.conf import settings
from django.core.files import File
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.images.models import AbstractImage, AbstractRendition, Image, WagtailImageField, WagtailImageFieldFile

from marketplace.core import clock
from marketplace.core.ids import public_id
from marketplace.media import images, names
from marketplace.media.querysets import AssetQuerySet
from marketplace.media.states import AssetState, Format, Kind


class MediaAsset(models.Model):
    """One uploaded file. The row above that uses it holds the key; what nobody holds is swept after a day."""

    public_id = models.CharField(max_length=12, default=public_id, unique=True, editable=False)
    uploader = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="media_assets"
    )
    kind = models.CharField(max_length=10, choices=Kind)
    state = models.CharField(max_length=10, choices=AssetState, default=AssetState.UPLOADED)
    file = models.FileField(max_length=120)
    original_name = models.CharField(max_length=names.LONGEST)
    mime = models.CharField(max_length=100)
    bytes = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    width = models.PositiveIntegerField(null=True, blank=True)
    height = models.PositiveIntegerField(null=True, blank=True)
    focal_x = models.PositiveSmallIntegerField(default=50, validators=[MaxValueValidator(100)])
    focal_y = models.PositiveSmallIntegerField(default=50, validators=[MaxValueValidator(100)])
    created_at = models.DateTimeField(default=clock.now)
    claimed_at = models.DateTimeField(null=True, blank=True)

    objects = AssetQuerySet.as_manager()

    class Meta:
        verbose_name = _("uploaded file")
        verbose_name_plural = _("uploaded files")
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="asset_kind"),
            models.CheckConstraint(condition=Q(state__in=AssetState.values), name="asset_state"),
            models.CheckConstraint(condition=Q(focal_x__lte=100, focal_y__lte=100), name="asset_focal_point"),
            models.CheckConstraint(
                condition=Q(kind=Kind.DOCUMENT) | Q(width__gt=0, height__gt=0), name="asset_picture_has_size"
            ),
        ]
        indexes = [
            models.Index(fields=["created_at"], name="asset_created"),
            models.Index(fields=["file"], name="asset_file"),
            models.Index(fields=["created_at"], condition=Q(state="uploaded"), name="asset_waiting"),
        ]

    def __str__(self) -> str:
        return self.original_name


class Rendition(models.Model):
    """One size of a picture in one format."""

    asset = models.ForeignKey(MediaAsset, models.CASCADE, related_name="renditions")
    name = models.CharField(max_length=20)
    format = models.CharField(max_length=5, choices=Format)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    file = models.FileField(max_length=120)
    bytes = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["asset", "name", "format"], name="rendition_once"),
            models.CheckConstraint(condition=Q(format__in=Format.values), name="rendition_format"),
            models.CheckConstraint(condition=Q(width__gt=0, height__gt=0), name="rendition_has_size"),
        ]
        indexes = [models.Index(fields=["file"], name="rendition_file")]

    def __str__(self) -> str:
        return f"{self.name} {self.format}"


class UploadCount(models.Model):
    """How many files a person sent in the latest minute with any. One row for each, changed in one statement."""

    uploader = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="+")
    minute = models.BigIntegerField()
    number = models.PositiveIntegerField()

    class Meta:
        verbose_name_plural = "upload counts"

    def __str__(self) -> str:
        return f"{self.number} files of {self.uploader_id}"


class CheckedFile(WagtailImageFieldFile):
    """Whoever saves a picture of the site, and from wherever: it goes through the door first."""

    def save(self, name: str, content: "File[bytes]", save: bool = True) -> None:  # noqa: FBT001, FBT002 - Django's own
        if not isinstance(content, images.SafeFile):
            safe = images.read_image(content, images.SITE)
            name, content = safe.original_name, images.SafeFile(safe.content, name)
        super().save(name, content, save)


class CheckedImageField(WagtailImageField):
    attr_class = CheckedFile


def site_upload_to(instance: models.Model, filename: str) -> str:
    """Editors' files get names of ours too."""
    return names.fresh("site", "webp")


class SiteImage(AbstractImage):
    """A picture that editors put on pages."""

    file = CheckedImageField(
        verbose_name=_("file"), upload_to=site_upload_to, width_field="width", height_field="height"
    )
    alt_text = models.CharField(
        _("alternative text"),
        max_length=255,
        blank=True,
        help_text=_("What is to be seen, for people who cannot see it. Empty: the description, or else the title."),
    )

    admin_form_fields = (*Image.admin_form_fields, "alt_text")

    class Meta(AbstractImage.Meta):
        verbose_name = _("image")
        verbose_name_plural = _("images")
        permissions = [("choose_image", "Can choose image")]

    @property
    def default_alt_text(self) -> str:
        """What is read aloud where the page does not say it better."""
        return str(self.alt_text or self.description or self.title)


class SiteRendition(AbstractRendition):
    """A size of an editors' picture, made by Wagtail."""

    image = models.ForeignKey(SiteImage, models.CASCADE, related_name="renditions")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["image", "filter_spec", "focal_point_key"], name="site_rendition_once")
        ]

    def get_upload_to(self, filename: str) -> str:
        return f"site/renditions/{self.file.field.storage.get_valid_name(filename)}"
