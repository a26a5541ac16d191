"""Counts are about listings; who looked is not kept."""

from marketplace.core.personal import declare

declare(
    "analytics.Tally",
    none="id views favourites to_profile",
)
declare(
    "analytics.DailyCount",
    none="id tally day metric value",
)
declare(
    "analytics.Flush",
    none="id batch at",
)
