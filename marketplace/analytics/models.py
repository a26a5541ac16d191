from django.db import models
from django.db.models import Q

from marketplace.analytics.states import Metric
from marketplace.core import clock


class Tally(models.Model):
    """What a listing has collected so far. The row above holds the key, so a list carries its counts by a join.

    Never columns of the listing itself: publishing a revision rewrites that row, and a count must not lock it.
    """

    views = models.BigIntegerField(default=0, editable=False)
    favourites = models.BigIntegerField(default=0, editable=False)
    to_profile = models.BigIntegerField(default=0, editable=False)

    class Meta:
        verbose_name_plural = "tallies"
        constraints = [
            models.CheckConstraint(condition=Q(views__gte=0), name="tally_views"),
            models.CheckConstraint(condition=Q(favourites__gte=0), name="tally_favourites"),
            models.CheckConstraint(condition=Q(to_profile__gte=0), name="tally_to_profile"),
        ]

    def __str__(self) -> str:
        return f"{self.views} views, {self.favourites} favourites, {self.to_profile} to the profile"


class DailyCount(models.Model):
    """One number of one listing on one day of the site's calendar. The record that tallies are recounted from."""

    tally = models.ForeignKey(Tally, models.CASCADE, related_name="days", db_index=False)
    day = models.DateField()
    metric = models.CharField(max_length=12, choices=Metric)
    value = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tally", "day", "metric"], name="daily_count_once"),
            models.CheckConstraint(condition=Q(metric__in=Metric.values), name="daily_count_metric"),
            models.CheckConstraint(condition=Q(value__gte=0), name="daily_count_value"),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.metric}: {self.value}"


class Flush(models.Model):
    """A batch of counts that is written down. The same batch again adds nothing."""

    batch = models.CharField(max_length=60, unique=True)
    at = models.DateTimeField(default=clock.now, db_index=True)

    class Meta:
        verbose_name_plural = "flushes"

    def __str__(self) -> str:
        return self.batch
