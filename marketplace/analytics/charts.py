"""A series as lines to draw, one for each thing that is counted, with their sums."""

from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from design.charts import line_chart
from marketplace.analytics.selectors import Series


def charts_of(series: Series) -> list[dict[str, Any]]:
    """Views, visitors, saves and visits to the profile: title, sums of this period and the one before, the line."""
    labels = [date_format(day.day, "j M") for day in series.days]
    shown = (
        ("view", _("Views")),
        ("unique_view", _("Visitors")),
        ("favourite", _("Saves")),
        ("to_profile", _("Visits to your profile")),
    )
    return [
        {
            "title": title,
            "total": getattr(series.totals, metric),
            "before": getattr(series.previous, metric),
            "chart": line_chart(list(zip(labels, [getattr(day, metric) for day in series.days], strict=True))),
        }
        for metric, title in shown
    ]
