"""What waits for staff: a panel on the admin's first page, and a number in its menu."""

from datetime import datetime
from typing import Any

from django.utils.functional import Promise
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component
from wagtail.admin.ui.sidebar import LinkMenuItem


class CountingMenuItem(MenuItem):
    """A menu entry that says how much waits behind it."""

    def number(self) -> int:
        """How much waits now."""
        raise NotImplementedError

    def render_component(self, request: Any) -> LinkMenuItem:
        component: LinkMenuItem = super().render_component(request)
        number = self.number()
        if number:
            component.label = f"{component.label} ({number})"
        return component


class WaitingPanel(Component):
    """How much waits, since when, and the way there. Subclasses say what and where."""

    template_name = "moderation/home.html"
    name: str
    icon: str
    order: int
    heading: Promise | str
    button: Promise | str

    def url(self) -> str:
        """Where it is worked through."""
        raise NotImplementedError

    def waits(self) -> tuple[int, datetime | None]:
        """How much waits, and since when the first of it does."""
        raise NotImplementedError

    def sentence(self, number: int) -> str:
        """How much waits, as people say it."""
        raise NotImplementedError

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        number, since = self.waits()
        return {"panel": self, "number": number, "since": since, "sentence": self.sentence(number), "url": self.url()}
