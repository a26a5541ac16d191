"""What a price is for, in the reader's language. People type units; those of our catalogue have translations."""

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

UNITS: dict[str, str | Promise] = {
    "m": pgettext_lazy("price for each", "m"),
    "running metre": pgettext_lazy("price for each", "running metre"),
    "m²": pgettext_lazy("price for each", "m²"),
    "100 m²": pgettext_lazy("price for each", "100 m²"),
    "hour": pgettext_lazy("price for each", "hour"),
    "visit": pgettext_lazy("price for each", "visit"),
    "month": pgettext_lazy("price for each", "month"),
    "piece": pgettext_lazy("price for each", "piece"),
    "set": pgettext_lazy("price for each", "set"),
    "point": pgettext_lazy("price for each", "point"),
    "document": pgettext_lazy("price for each", "document"),
    "flat": pgettext_lazy("price for each", "flat"),
    "room": pgettext_lazy("price for each", "room"),
    "kitchen": pgettext_lazy("price for each", "kitchen"),
    "bathroom": pgettext_lazy("price for each", "bathroom"),
    "suite": pgettext_lazy("price for each", "suite"),
    "balcony": pgettext_lazy("price for each", "balcony"),
    "window": pgettext_lazy("price for each", "window"),
    "door": pgettext_lazy("price for each", "door"),
    "island": pgettext_lazy("price for each", "island"),
    "table": pgettext_lazy("price for each", "table"),
    "bed": pgettext_lazy("price for each", "bed"),
    "sofa": pgettext_lazy("price for each", "sofa"),
    "lamp": pgettext_lazy("price for each", "lamp"),
    "mirror": pgettext_lazy("price for each", "mirror"),
    "screen": pgettext_lazy("price for each", "screen"),
    "board": pgettext_lazy("price for each", "board"),
    "shower": pgettext_lazy("price for each", "shower"),
    "toilet": pgettext_lazy("price for each", "toilet"),
    "tap": pgettext_lazy("price for each", "tap"),
    "appliance": pgettext_lazy("price for each", "appliance"),
}


def unit_name(unit: str) -> str:
    """The unit in the active language; as it was typed when it is none of ours."""
    return str(UNITS.get(unit, unit))
