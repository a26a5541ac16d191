"""The moderators' corner of the admin: one menu entry, the queue and the review page."""

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from marketplace.moderation.rules import is_moderator
from marketplace.moderation.views import QueueView, ReviewView


class ModeratorsMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return is_moderator(request.user)


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
