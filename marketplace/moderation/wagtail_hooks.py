"""The moderators' corner of the admin: one menu entry, the queue, the review page and a word on the first page."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse, reverse_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from marketplace.accounts import belongings
from marketplace.accounts.belongings import Belonging
from marketplace.accounts.models import User
from marketplace.moderation.desks import backlog, desks, waiting
from marketplace.moderation.first_page import CountingMenuItem, WaitingPanel
from marketplace.moderation.rules import is_moderator, may_look
from marketplace.moderation.views import QueueView, ReviewView

# So many of a kind stand beside an account; the lists find the others by its address.
MOST = 50


class ModeratorsMenuItem(CountingMenuItem):
    """The queue, and how much waits there."""

    def is_shown(self, request: HttpRequest) -> bool:
        return is_moderator(request.user)

    def number(self) -> int:
        return waiting()


class BacklogPanel(WaitingPanel):
    """What waits, on the first page that moderators see."""

    name, icon, order = "moderation", "clipboard-list", 50
    heading, button = _("Waiting for review"), _("Review")

    def url(self) -> str:
        return reverse("moderation_queue")

    def waits(self) -> tuple[int, datetime | None]:
        found = backlog()
        return found.number, found.since

    def sentence(self, number: int) -> str:
        return ngettext("%(number)s listing waits.", "%(number)s listings wait.", number) % {"number": number}


def listings_of(person: User, viewer: User) -> Iterator[Belonging]:
    """The person's listings of all kinds that the viewer may open, the newest of each first."""
    for desk in desks():
        listings = desk.of(person)
        if may_look(viewer, listings.model):
            for listing in listings[:MOST]:
                address = reverse("moderation_review", args=[desk.kind, listing.pk])
                yield Belonging(desk.label, str(listing), desk.standing(listing).get_state_display(), address)


belongings.register("listing", listings_of)


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
