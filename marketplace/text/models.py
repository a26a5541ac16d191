"""What our own texts are made of. Refreshed from the search documents; nothing here is typed by a person."""

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F


class Lexeme(models.Model):
    """A stemmed word and the number of documents it occurs in: how telling the word is."""

    word = models.TextField(primary_key=True)
    documents = models.PositiveIntegerField()

    def __str__(self) -> str:
        return self.word


class Word(models.Model):
    """A word as people write it: what a misspelling may have meant."""

    word = models.TextField(primary_key=True)
    documents = models.PositiveIntegerField()

    class Meta:
        indexes = [
            GinIndex(OpClass(F("word"), "gin_trgm_ops"), name="word_alike"),
            models.Index(OpClass(F("word"), "text_pattern_ops"), name="word_beginning"),
        ]

    def __str__(self) -> str:
        return self.word


class Corpus(models.Model):
    """The one row that knows how many documents were counted, and how many were written since."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    documents = models.PositiveIntegerField(default=0)
    written = models.PositiveIntegerField(default=0)
    counted_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name_plural = "corpora"
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="corpus_is_one")]

    def __str__(self) -> str:
        return f"{self.documents} documents"
