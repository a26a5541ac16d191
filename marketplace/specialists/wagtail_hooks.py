"""Specialists in the admin: a list to look at; decisions are made on the review page."""

from collections.abc import Callable
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django_filters import ChoiceFilter, ModelChoiceFilter
from wagtail import hooks
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.permissions import register_permission_policy

from marketplace.catalog.models import City
from marketplace.moderation import desks
from marketplace.moderation.admin import ListingIndexView, ListingViewSet, LookOnly, harmless
from marketplace.specialists.desk import SpecialistDesk
from marketplace.specialists.models import SpecialistProfile
from marketplace.specialists.states import ProfileState

register_permission_policy(SpecialistProfile, LookOnly(SpecialistProfile))
desks.register(SpecialistDesk())

SAFE: dict[str, Callable[[Any], str]] = {"csv": harmless, "xlsx": harmless}


class SpecialistFilters(WagtailFilterSet):
    state = ChoiceFilter(field_name="standing__state", label=_("State"), choices=ProfileState.choices)
    city = ModelChoiceFilter(queryset=City.objects.all(), label=_("City"))

    class Meta:
        model = SpecialistProfile
        fields: ClassVar[list[str]] = ["state", "city", "kind"]


class SpecialistIndexView(ListingIndexView):
    custom_field_preprocess: ClassVar[dict[str, Any]] = {"name": SAFE, "headline": SAFE, "user.email": SAFE}

    def get_base_queryset(self) -> QuerySet[SpecialistProfile]:
        return SpecialistProfile.objects.select_related("standing", "city", "user")


class SpecialistViewSet(ListingViewSet):
    model = SpecialistProfile
    kind = "specialist"
    name = "specialists"
    icon = "group"
    menu_label = _("Specialists")
    menu_order = 160
    index_view_class = SpecialistIndexView
    filterset_class = SpecialistFilters
    search_fields: ClassVar[list[str]] = ["name", "headline", "public_id", "user__email"]
    list_display: ClassVar[list[Any]] = [
        "name",
        Column("state", label=_("State"), accessor="standing.get_state_display", sort_key="standing__state"),
        Column("city", label=_("City"), sort_key="city__name_en"),
        Column("account", label=_("Account"), accessor="user.email"),
        DateColumn("submitted", label=_("Submitted"), accessor="standing.submitted_at"),
        DateColumn("published", label=_("Published"), accessor="standing.published_at"),
    ]
    list_export: ClassVar[list[str]] = [
        *("public_id", "name", "headline", "standing.get_state_display", "city", "user.email"),
        *("standing.submitted_at", "standing.published_at"),
    ]
    export_filename = "specialists"


@hooks.register("register_admin_viewset")
def specialists() -> SpecialistViewSet:
    return SpecialistViewSet()
