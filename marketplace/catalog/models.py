from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from marketplace.catalog import names
from marketplace.catalog.querysets import CategoryQuerySet, EntryQuerySet, refuse_when_used
from marketplace.catalog.states import DEPTH, WITH_OPTIONS, AnswerType

SLUG = r"^[a-z0-9]+(-[a-z0-9]+)*$"
KEY = r"^[a-z][a-z0-9_]*$"
PATH = r"^([a-z0-9-]+/){1,3}$"


class Entry(models.Model):
    """One thing of the catalogue: an address, a name in three languages and the other words people use for it."""

    slug = models.SlugField(
        _("address"),
        max_length=60,
        unique=True,
        validators=[RegexValidator(SLUG, _("Lower-case letters, digits and single hyphens."))],
        help_text=_("Part of links and filters. Changing it breaks links that people have saved."),
    )
    name_en = models.CharField(_("name in English"), max_length=80)
    name_ru = models.CharField(_("name in Russian"), max_length=80, blank=True)
    name_kk = models.CharField(_("name in Kazakh"), max_length=80, blank=True)
    description_en = models.TextField(_("description in English"), max_length=500, blank=True)
    description_ru = models.TextField(_("description in Russian"), max_length=500, blank=True)
    description_kk = models.TextField(_("description in Kazakh"), max_length=500, blank=True)
    synonyms_en = models.TextField(_("other words in English"), max_length=2000, blank=True)
    synonyms_ru = models.TextField(_("other words in Russian"), max_length=2000, blank=True)
    synonyms_kk = models.TextField(_("other words in Kazakh"), max_length=2000, blank=True)
    sort_order = models.PositiveIntegerField(_("place in the list"), default=0)
    is_active = models.BooleanField(
        _("shown"), default=True, help_text=_("Hidden: no longer offered, kept where used.")
    )

    class Meta:
        abstract = True
        ordering = ["sort_order", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(slug__regex=SLUG), name="%(class)s_slug"),
            models.CheckConstraint(condition=~Q(name_en=""), name="%(class)s_has_name"),
        ]

    def __str__(self) -> str:
        return self.name

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Raises InUse when any row refers to the entry."""
        refuse_when_used(self)
        return super().delete(*args, **kwargs)

    @property
    def name(self) -> str:
        """The name in the active language, in English where it is not translated."""
        return names.pick({"en": self.name_en, "ru": self.name_ru, "kk": self.name_kk})

    @property
    def description(self) -> str:
        """The description in the active language, in English where it is not translated."""
        return names.pick({"en": self.description_en, "ru": self.description_ru, "kk": self.description_kk})


class Category(Entry):
    """A kind of work, in a tree of at most three levels.

    `path` holds the slugs from the root ("kitchens/kitchen-making/"); a trigger writes it, here and below, so that
    it is right whoever changes the tree, and the check on it keeps the depth and rules out circles.
    """

    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("part of")
    )
    path = models.CharField(max_length=190, editable=False, default="")
    icon = models.SlugField(_("icon"), max_length=40, blank=True)

    objects: ClassVar[CategoryQuerySet] = CategoryQuerySet.as_manager()  # type: ignore[assignment]

    class Meta(Entry.Meta):
        verbose_name = _("category")
        verbose_name_plural = _("categories")
        constraints = [
            *Entry.Meta.constraints,
            models.CheckConstraint(condition=Q(path__regex=PATH), name="category_depth"),
            models.CheckConstraint(condition=~Q(parent=F("id")), name="category_not_its_own_parent"),
        ]
        indexes = [models.Index(fields=["path"], opclasses=["varchar_pattern_ops"], name="category_path")]

    def save(self, *args: Any, **kwargs: Any) -> None:
        super().save(*args, **kwargs)
        self.refresh_from_db(fields=["path"])

    def clean(self) -> None:
        """Raises ValidationError for a parent that makes a circle or a fourth level; the database has the last word."""
        if self.parent is None:
            return
        if self.pk and self.parent.path.startswith(self.path):
            raise ValidationError({"parent": _("A category cannot lie below itself.")})
        below = Category.objects.under(self.path).values_list("path", flat=True) if self.pk else []
        levels = max((path.count("/") - self.depth + 1 for path in below), default=1)
        if self.parent.depth + levels > DEPTH:
            raise ValidationError({"parent": _("The tree has at most three levels.")})

    @property
    def depth(self) -> int:
        """1 for a root, at most 3."""
        return self.path.count("/")

    @property
    def trail(self) -> str:
        """The names from the root down: "Kitchens / Worktops". Reads the parents, so join them for a list."""
        return f"{self.parent.trail} / {self.name}" if self.parent else self.name


class Service(Entry):
    """A piece of work that specialists offer, with what is usual: how long it takes and what it costs."""

    category = models.ForeignKey(Category, models.PROTECT, related_name="services", verbose_name=_("category"))
    minutes = models.PositiveIntegerField(_("usual duration, minutes"), null=True, blank=True)
    price_from = models.BigIntegerField(
        _("usual price from"), null=True, blank=True, help_text=_("In minor units of the site's currency.")
    )
    price_to = models.BigIntegerField(
        _("usual price to"), null=True, blank=True, help_text=_("In minor units of the site's currency.")
    )
    unit = models.CharField(_("priced for each"), max_length=40, blank=True)

    objects: ClassVar[EntryQuerySet["Service"]] = EntryQuerySet.as_manager()  # type: ignore[assignment]

    class Meta(Entry.Meta):
        verbose_name = _("service")
        verbose_name_plural = _("services")
        constraints = [
            *Entry.Meta.constraints,
            models.CheckConstraint(condition=Q(minutes=None) | Q(minutes__gt=0), name="service_minutes"),
            models.CheckConstraint(
                condition=(Q(price_from=None) | Q(price_from__gte=0))
                & (Q(price_to=None) | Q(price_from=None, price_to__gte=0) | Q(price_to__gte=F("price_from"))),
                name="service_price_band",
            ),
        ]


class Style(Entry):
    """How a room looks."""

    objects: ClassVar[EntryQuerySet["Style"]] = EntryQuerySet.as_manager()  # type: ignore[assignment]

    class Meta(Entry.Meta):
        verbose_name = _("style")
        verbose_name_plural = _("styles")


class RoomType(Entry):
    """What a room is for."""

    objects: ClassVar[EntryQuerySet["RoomType"]] = EntryQuerySet.as_manager()  # type: ignore[assignment]

    class Meta(Entry.Meta):
        verbose_name = _("room type")
        verbose_name_plural = _("room types")


class City(Entry):
    """Where work is done, with the point that distances are measured from."""

    country = models.CharField(_("country"), max_length=2, default="KZ", validators=[RegexValidator(r"^[A-Z]{2}$")])
    region = models.CharField(_("region"), max_length=80, blank=True)
    latitude = models.FloatField(_("latitude"), validators=[MinValueValidator(-90), MaxValueValidator(90)])
    longitude = models.FloatField(_("longitude"), validators=[MinValueValidator(-180), MaxValueValidator(180)])
    zone = models.CharField(_("time zone"), max_length=40, help_text=_("As in Asia/Almaty."))
    population = models.PositiveIntegerField(_("inhabitants"), default=0)

    objects: ClassVar[EntryQuerySet["City"]] = EntryQuerySet.as_manager()  # type: ignore[assignment]

    class Meta(Entry.Meta):
        verbose_name = _("city")
        verbose_name_plural = _("cities")
        constraints = [
            *Entry.Meta.constraints,
            models.CheckConstraint(
                condition=Q(latitude__range=(-90, 90), longitude__range=(-180, 180)), name="city_on_earth"
            ),
        ]


class CategoryAttribute(models.Model):
    """A question that a category asks of a request, and may offer as a filter. Categories below ask it too."""

    category = models.ForeignKey(Category, models.PROTECT, related_name="attributes", verbose_name=_("category"))
    key = models.CharField(
        _("key"), max_length=40, validators=[RegexValidator(KEY)], help_text=_("For programs; not changed once in use.")
    )
    label_en = models.CharField(_("label in English"), max_length=80)
    label_ru = models.CharField(_("label in Russian"), max_length=80, blank=True)
    label_kk = models.CharField(_("label in Kazakh"), max_length=80, blank=True)
    type = models.CharField(_("answered by"), max_length=10, choices=AnswerType, default=AnswerType.TEXT)
    unit = models.CharField(_("unit"), max_length=20, blank=True, help_text=_("Of a number, such as m²."))
    minimum = models.IntegerField(_("smallest number"), null=True, blank=True)
    maximum = models.IntegerField(_("largest number"), null=True, blank=True)
    options = models.JSONField(_("options"), default=list, blank=True)
    required = models.BooleanField(_("must be answered"), default=False)
    filterable = models.BooleanField(_("offered as a filter"), default=False)
    sort_order = models.PositiveIntegerField(_("place in the list"), default=0)

    class Meta:
        verbose_name = _("attribute")
        verbose_name_plural = _("attributes")
        ordering = ["category_id", "sort_order", "id"]
        constraints = [
            models.UniqueConstraint(fields=["category", "key"], name="attribute_once"),
            models.CheckConstraint(condition=Q(key__regex=KEY), name="attribute_key"),
            models.CheckConstraint(condition=Q(type__in=AnswerType.values), name="attribute_type"),
            models.CheckConstraint(
                condition=(Q(type__in=WITH_OPTIONS) & ~Q(options=[])) | (~Q(type__in=WITH_OPTIONS) & Q(options=[])),
                name="attribute_options",
                violation_error_message=_("A list of options belongs to lists, and to nothing else."),
            ),
            models.CheckConstraint(
                condition=Q(minimum=None) | Q(maximum=None) | Q(maximum__gte=F("minimum")), name="attribute_range"
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """The label in the active language, in English where it is not translated."""
        return names.pick({"en": self.label_en, "ru": self.label_ru, "kk": self.label_kk})

    @property
    def options_written(self) -> str:
        """The options as editors write them, one on each line; empty when it has none."""
        return names.write_options(self.options)
