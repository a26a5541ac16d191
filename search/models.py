from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce, Lower

# Beyond every real price: listings that name none come last, whichever way prices are sorted.
NO_PRICE_LOW, NO_PRICE_HIGH = 2**63 - 1, -1


def _slugs() -> "ArrayField[list[str], list[str]]":
    return ArrayField(models.TextField(), default=list)


class SearchDocument(models.Model):
    """One listing in the PostgreSQL index: search/documents.py says what each column means. Only the engine writes."""

    kind = models.CharField(max_length=16)
    object_id = models.BigIntegerField()
    public_id = models.TextField()
    title = models.TextField()
    subtitle = models.TextField()
    keywords = models.TextField()
    body = models.TextField()
    category_path = _slugs()
    styles = _slugs()
    rooms = _slugs()
    city = models.TextField()
    lat = models.FloatField(null=True)
    lon = models.FloatField(null=True)
    radius_km = models.FloatField(null=True)
    price_from = models.BigIntegerField(null=True)
    price_to = models.BigIntegerField(null=True)
    currency = models.CharField(max_length=3)
    rating = models.FloatField(null=True)
    rating_count = models.PositiveIntegerField(default=0)
    area_m2 = models.FloatField(null=True)
    languages = _slugs()
    published_at = models.DateTimeField()
    saves = models.PositiveIntegerField(default=0)
    version = models.BigIntegerField()
    quality = models.FloatField()
    standing = models.FloatField()
    tsv = SearchVectorField()

    class Meta:
        db_table = "search_document"
        constraints = [
            models.UniqueConstraint(fields=["kind", "object_id"], name="document_once"),
            models.CheckConstraint(condition=Q(kind__in=["project", "specialist"]), name="document_kind"),
        ]
        indexes = [
            GinIndex(fields=["tsv"], condition=Q(kind="project"), name="document_words_project"),
            GinIndex(fields=["tsv"], condition=Q(kind="specialist"), name="document_words_specialist"),
            GinIndex(fields=["category_path", "styles", "rooms", "languages"], name="document_slugs"),
            models.Index(fields=["kind", "city"], name="document_city"),
            models.Index(fields=["kind", "lat", "lon"], name="document_place"),
            models.Index(OpClass(Lower("title"), "text_pattern_ops"), name="document_title"),
            # One for each sort: a page at any depth is a short walk along its index.
            models.Index("kind", "standing", "object_id", name="document_recommended"),
            models.Index("kind", "published_at", "object_id", name="document_newest"),
            models.Index("kind", Coalesce("price_from", NO_PRICE_LOW), "object_id", name="document_price_low"),
            models.Index("kind", Coalesce("price_to", NO_PRICE_HIGH), "object_id", name="document_price_high"),
            models.Index("kind", Coalesce(F("rating"), 0.0), "rating_count", "object_id", name="document_rating"),
            models.Index("kind", "saves", "object_id", name="document_saved"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id}"
