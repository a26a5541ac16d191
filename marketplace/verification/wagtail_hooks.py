"""Verifications in the admin: a list with who waits longest first, and a page to decide about one."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, ClassVar

from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django_filters import ChoiceFilter
from wagtail import hooks
from wagtail.admin.admin_url_finder import ModelAdminURLFinder, register_admin_url_finder
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.permissions import register_permission_policy

from marketplace.accounts import belongings
from marketplace.accounts.belongings import Belonging
from marketplace.accounts.models import User
from marketplace.moderation.admin import ListingIndexView, ListingViewSet, LookOnly
from marketplace.moderation.first_page import CountingMenuItem, WaitingPanel
from marketplace.moderation.rules import is_moderator
from marketplace.verification.models import VerificationRequest
from marketplace.verification.selectors import own, waiting
from marketplace.verification.states import WAITING, Proof, VerificationState
from marketplace.verification.views import PaperView, VerificationView

register_permission_policy(VerificationRequest, LookOnly(VerificationRequest))

# So many stand beside an account.
MOST = 50


class VerificationFilters(WagtailFilterSet):
    state = ChoiceFilter(field_name="state", label=_("State"), choices=VerificationState.choices)
    kind = ChoiceFilter(field_name="kind", label=_("What"), choices=Proof.choices)

    class Meta:
        model = VerificationRequest
        fields: ClassVar[list[str]] = ["state", "kind"]


class VerificationIndexView(ListingIndexView):
    """Those that wait first, each in the order they came."""

    default_ordering = ("is_done", "submitted_at")
    page_title = _("Verifications")
    verbose_name_plural = _("verifications")

    def get_base_queryset(self) -> QuerySet[VerificationRequest]:
        found = VerificationRequest.objects.select_related("user", "reviewer")
        return found.annotate(is_done=~Q(state__in=WAITING))

    def get_edit_url(self, instance: Model) -> str:
        return reverse("verification_review", args=[instance.pk])


class VerificationViewSet(ListingViewSet):
    model = VerificationRequest
    kind = "verification"
    name = "verifications"
    icon = "user"
    menu_label = _("Verifications")
    menu_order = 152
    search_order = 145
    index_view_class = VerificationIndexView
    filterset_class = VerificationFilters
    search_fields: ClassVar[list[str]] = ["public_id", "user__email", "user__display_name"]
    list_display: ClassVar[list[Any]] = [
        "user",
        Column("kind", label=_("What"), accessor="get_kind_display", sort_key="kind"),
        Column("state", label=_("State"), accessor="get_state_display", sort_key="state"),
        Column("reviewer", label=_("Moderator"), accessor=lambda request: request.reviewer or ""),
        DateColumn("submitted_at", label=_("Waiting since"), accessor="submitted_at", sort_key="submitted_at"),
        Column("valid_until", label=_("Valid until"), accessor="valid_until", sort_key="valid_until"),
    ]
    list_export: ClassVar[list[str]] = ["public_id", "kind", "state", "submitted_at", "valid_until"]
    export_filename = "verifications"

    def get_menu_item(self, order: int | None = None) -> MenuItem:
        return VerificationsMenuItem(
            self.menu_label,
            reverse("verifications:index"),
            name="verifications",
            icon_name=self.icon,
            order=order or self.menu_order,
        )

    def register_admin_url_finder(self) -> None:
        class Finder(ModelAdminURLFinder):
            def construct_edit_url(self, instance: Model) -> str:
                return reverse("verification_review", args=[instance.pk])

        register_admin_url_finder(self.model, Finder)


class VerificationsMenuItem(CountingMenuItem):
    """The list, and how many wait."""

    def is_shown(self, request: HttpRequest) -> bool:
        return is_moderator(request.user)

    def number(self) -> int:
        return waiting().count()


class VerificationsPanel(WaitingPanel):
    """Requests that nobody has decided about, on the moderators' first page."""

    name, icon, order = "verifications", "user", 52
    heading, button = _("Verifications"), _("Look")

    def url(self) -> str:
        return reverse("verifications:index")

    def waits(self) -> tuple[int, datetime | None]:
        return waiting().count(), waiting().values_list("submitted_at", flat=True).first()

    def sentence(self, number: int) -> str:
        return ngettext("%(number)s proof waits.", "%(number)s proofs wait.", number) % {"number": number}


def verifications_of(person: User, viewer: User) -> Iterator[Belonging]:
    """What the person sent to be confirmed, newest first, for moderators."""
    if not is_moderator(viewer):
        return
    for one in own(person)[:MOST]:
        address = reverse("verification_review", args=[one.pk])
        yield Belonging(_("Verification"), one.get_kind_display(), one.get_state_display(), address)


belongings.register("verification", verifications_of)


@hooks.register("construct_homepage_panels")
def show_what_waits_to_be_verified(request: HttpRequest, panels: list[Any]) -> None:
    """Moderators see at once whether a specialist waits for them."""
    if is_moderator(request.user):
        panels.append(VerificationsPanel())


@hooks.register("register_admin_viewset")
def verifications() -> VerificationViewSet:
    return VerificationViewSet()


@hooks.register("register_admin_urls")
def verification_urls() -> list[URLPattern]:
    return [
        path("verifications/<int:pk>/", VerificationView.as_view(), name="verification_review"),
        path("verifications/<int:pk>/<slug:public_id>/", PaperView.as_view(), name="verification_paper"),
    ]
