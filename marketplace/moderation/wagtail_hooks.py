"""The moderators' corner of the admin: one menu entry, the queue, the review page and a word on the first page."""

from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component
from wagtail.admin.ui.sidebar import LinkMenuItem

from marketplace.moderation.desks import backlog, waiting
from marketplace.moderation.rules import is_moderator
from marketplace.moderation.views import QueueView, ReviewView


class ModeratorsMenuItem(MenuItem):
    """The queue, and how much waits there."""

    def is_shown(self, request: HttpRequest) -> bool:
        return is_moderator(request.user)

    def render_component(self, request: HttpRequest) -> LinkMenuItem:
        component: LinkMenuItem = super().render_component(request)
        number = waiting()
        if number:
            component.label = f"{component.label} ({number})"
        return component


class BacklogPanel(Component):
    """What waits, on the first page that moderators see."""

    name = "moderation"
    template_name = "moderation/home.html"
    order = 50

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        return {"backlog": backlog()}


@hooks.register("construct_homepage_panels")
def show_what_waits(request: HttpRequest, panels: list[Any]) -> None:
    """Moderators see at once whether somebody waits for them."""
    if is_moderator(request.user):
        panels.append(BacklogPanel())


@hooks.register("register_admin_menu_item")
def moderation_menu_item() -> MenuItem:
    return ModeratorsMenuItem(
        _("Moderation"), reverse_lazy("moderation_queue"), name="moderation", icon_name="clipboard-list", order=150
    )


@hooks.register("register_admin_urls")
def moderation_urls() -> list[URLPattern]:
    return [
        path("moderation/", QueueView.as_view(), name="moderation_queue"),
        path("moderation/<slug:kind>/<int:pk>/", ReviewView.as_view(), name="moderation_review"),
    ]
