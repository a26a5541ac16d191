"""Specialists in the admin: a list to look at; decisions are made on the review page."""

from collections.abc import Callable
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django_filters import ChoiceFilter, DateFromToRangeFilter, ModelChoiceFilter
from wagtail import hooks
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.permissions import register_permission_policy

from marketplace.catalog.models import Category, City
from marketplace.moderation import desks
from marketplace.moderation.admin import ListingIndexView, ListingViewSet, LookOnly, harmless
from marketplace.specialists.desk import SpecialistDesk
from marketplace.specialists.models import SpecialistProfile
from marketplace.specialists.states import ProfileState

register_permission_policy(SpecialistProfile, LookOnly(SpecialistProfile))
desks.register(SpecialistDesk())

WITH_BELOW = _("With the categories below it.")
SAFE: dict[str, Callable[[Any], str]] = {"csv": harmless, "xlsx": harmless}


class SpecialistFilters(WagtailFilterSet):
    state = ChoiceFilter(field_name="standing__state", label=_("State"), choices=ProfileState.choices)
    city = ModelChoiceFilter(queryset=City.objects.all(), label=_("City"))
    category = ModelChoiceFilter(
        queryset=Category.objects.in_tree_order(), label=_("Category"), method="in_category", help_text=WITH_BELOW
    )
    published = DateFromToRangeFilter(
        field_name="standing__published_at", label=_("Published"), widget=DateRangePickerWidget
    )

    class Meta:
        model = SpecialistProfile
        fields: ClassVar[list[str]] = ["state", "category", "city", "kind", "published"]

    def in_category(
        self, specialists: QuerySet[SpecialistProfile], _name: str, category: Category | None
    ) -> QuerySet[SpecialistProfile]:
        """Those who work in the category or in one below it."""
        if category is None:
            return specialists
        links = SpecialistProfile.categories.through.objects.filter(category__path__startswith=category.path)
        return specialists.filter(pk__in=links.values("specialistprofile"))


class SpecialistIndexView(ListingIndexView):
    custom_field_preprocess: ClassVar[dict[str, Any]] = {"name": SAFE, "headline": SAFE, "user.email": SAFE}

    def get_base_queryset(self) -> QuerySet[SpecialistProfile]:
        return SpecialistProfile.objects.select_related("standing", "city", "user", "tally")


class SpecialistViewSet(ListingViewSet):
    model = SpecialistProfile
    kind = "specialist"
    name = "specialists"
    icon = "group"
    menu_label = _("Specialists")
    menu_order = 160
    search_order = 120
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
        *("get_kind_display", "years_experience", "tally.views", "tally.favourites"),
        *("standing.submitted_at", "standing.published_at", "get_absolute_url"),
    ]
    export_filename = "specialists"


@hooks.register("register_admin_viewset")
def specialists() -> SpecialistViewSet:
    return SpecialistViewSet()
