"""Projects in the admin: a list to look at; decisions are made on the review page."""

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
from marketplace.projects.desk import ProjectDesk
from marketplace.projects.models import Project
from marketplace.projects.states import ProjectState

register_permission_policy(Project, LookOnly(Project))
desks.register(ProjectDesk())

WITH_BELOW = _("With the categories below it.")
SAFE: dict[str, Callable[[Any], str]] = {"csv": harmless, "xlsx": harmless}


class ProjectFilters(WagtailFilterSet):
    state = ChoiceFilter(field_name="standing__state", label=_("State"), choices=ProjectState.choices)
    city = ModelChoiceFilter(queryset=City.objects.all(), label=_("City"))
    category = ModelChoiceFilter(
        queryset=Category.objects.in_tree_order(), label=_("Category"), method="in_category", help_text=WITH_BELOW
    )
    published = DateFromToRangeFilter(
        field_name="standing__published_at", label=_("Published"), widget=DateRangePickerWidget
    )

    class Meta:
        model = Project
        fields: ClassVar[list[str]] = ["state", "category", "city", "language", "published"]

    def in_category(self, projects: QuerySet[Project], _name: str, category: Category | None) -> QuerySet[Project]:
        """Those of the category and of the ones below it."""
        return projects.filter(category__path__startswith=category.path) if category else projects


class ProjectIndexView(ListingIndexView):
    custom_field_preprocess: ClassVar[dict[str, Any]] = {"title": SAFE, "specialist.name": SAFE}

    def get_base_queryset(self) -> QuerySet[Project]:
        return Project.objects.select_related("standing", "city", "category", "specialist", "tally")


class ProjectViewSet(ListingViewSet):
    model = Project
    kind = "project"
    name = "projects"
    icon = "image"
    menu_label = _("Projects")
    menu_order = 161
    search_order = 110
    index_view_class = ProjectIndexView
    filterset_class = ProjectFilters
    search_fields: ClassVar[list[str]] = ["title", "public_id", "specialist__name", "specialist__user__email"]
    list_display: ClassVar[list[Any]] = [
        "title",
        Column("state", label=_("State"), accessor="standing.get_state_display", sort_key="standing__state"),
        Column("specialist", label=_("Specialist"), accessor="specialist.name", sort_key="specialist__name"),
        Column("category", label=_("Category"), accessor="category.name"),
        Column("city", label=_("City"), accessor="city.name", sort_key="city__name_en"),
        Column("views", label=_("Views"), accessor="tally.views", sort_key="tally__views"),
        DateColumn("submitted", label=_("Submitted"), accessor="standing.submitted_at"),
        DateColumn("published", label=_("Published"), accessor="standing.published_at"),
    ]
    list_export: ClassVar[list[str]] = [
        *("public_id", "title", "standing.get_state_display", "specialist.name", "category", "city"),
        *("cost_from.amount", "area_m2", "language", "tally.views", "tally.favourites"),
        *("standing.submitted_at", "standing.published_at", "get_absolute_url"),
    ]
    export_filename = "projects"


@hooks.register("register_admin_viewset")
def projects() -> ProjectViewSet:
    return ProjectViewSet()
