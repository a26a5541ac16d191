"""The catalogue in the admin: lists that editors search, order, translate and export."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    MultiFieldPanel,
    ObjectList,
    TabbedInterface,
    TitleFieldPanel,
)
from wagtail.admin.ui.tables import BooleanColumn, Column, NumberColumn
from wagtail.permissions import policy_registry
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import IndexView, ReorderView, SnippetViewSet, SnippetViewSetGroup

from marketplace.catalog import services
from marketplace.catalog.forms import AttributeForm, CategoryForm, HeardForm
from marketplace.catalog.models import Category, CategoryAttribute, City, Entry, RoomType, Service, Style
from marketplace.catalog.querysets import CategoryQuerySet, uses

SYNONYMS = _(
    "What people type when they look for this, one word or phrase on each line. Search looks for the name too."
)
TRANSLATIONS = _("Left empty, readers see the English text.")
WORDS = [f"{part}_{language}" for part in ("name", "description", "synonyms") for language in ("en", "ru", "kk")]


class NamePanel(TitleFieldPanel):
    """A name that fills the address of a new entry; an entry that has one keeps it."""

    class BoundPanel(TitleFieldPanel.BoundPanel):
        def get_should_apply(self) -> bool:
            return self.instance is None or self.instance.pk is None


def language_tab(language: str, heading: Any) -> ObjectList:
    """Name, description and synonyms in one language."""
    hint = "" if language == "en" else TRANSLATIONS
    name = (
        NamePanel("name_en", targets=["slug"]) if language == "en" else FieldPanel(f"name_{language}", help_text=hint)
    )
    synonyms = FieldPanel(f"synonyms_{language}", help_text=SYNONYMS)
    return ObjectList([name, FieldPanel(f"description_{language}"), synonyms], heading=heading)


def tabs(first: Sequence[Any], form: type[HeardForm] = HeardForm) -> TabbedInterface:
    """One tab a language, and one for everything that is the same in all of them."""
    shared = [
        *first,
        MultiFieldPanel([FieldPanel("slug"), FieldPanel("sort_order"), FieldPanel("is_active")], _("List")),
    ]
    languages = [language_tab("en", _("English")), language_tab("ru", _("Russian")), language_tab("kk", _("Kazakh"))]
    return TabbedInterface([*languages, ObjectList(shared, heading=_("Settings"))], base_form_class=form)


class HeardReorderView(ReorderView):
    """Dragging a row is a change, too."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response: HttpResponse = super().post(request, *args, **kwargs)
        services.lists_changed()
        return response


class NamedIndexView(IndexView):
    """The first column leads to the form, under a heading that people read."""

    heading: ClassVar[Any] = _("Name")

    def _get_title_column(self, *args: Any, **kwargs: Any) -> Column:
        column: Column = super()._get_title_column(*args, **kwargs)
        column.label = self.heading
        return column


class CategoryIndexView(NamedIndexView):
    heading = _("Category")


class EntryViewSet(SnippetViewSet):
    """What all lists of the catalogue have in common."""

    index_view_class = NamedIndexView
    sort_order_field = "sort_order"
    reorder_view_class = HeardReorderView
    search_fields: ClassVar[list[str]] = ["slug", *WORDS]
    list_display: ClassVar[list[Any]] = [
        "name",
        "slug",
        "name_ru",
        "name_kk",
        BooleanColumn("is_active", label=_("Shown")),
    ]
    list_filter: ClassVar[list[str]] = ["is_active"]
    list_export: ClassVar[list[str]] = ["slug", *WORDS, "sort_order", "is_active"]
    list_per_page = 50
    edit_handler = tabs([])

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Any]:
        entries: models.QuerySet[Any] = self.model._default_manager.all()
        return entries


class CategoryViewSet(EntryViewSet):
    model = Category
    icon = "folder-open-inverse"
    index_view_class = CategoryIndexView
    list_display = [
        "trail",
        "slug",
        "name_ru",
        "name_kk",
        BooleanColumn("is_active", label=_("Shown")),
    ]
    list_filter = ["is_active", "parent"]
    list_export = ["path", *EntryViewSet.list_export]
    list_per_page = 200
    edit_handler = tabs([FieldPanel("parent"), FieldPanel("icon")], CategoryForm)
    export_filename = "categories"

    def get_queryset(self, request: HttpRequest) -> CategoryQuerySet:
        return Category.objects.in_tree_order().select_related("parent__parent")


class ServiceViewSet(EntryViewSet):
    model = Service
    icon = "cogs"
    list_display = ["name", "category", "name_ru", "name_kk", BooleanColumn("is_active", label=_("Shown"))]
    list_filter = ["is_active", "category"]
    list_export = ["category.path", "minutes", "price_from", "price_to", "unit", *EntryViewSet.list_export]
    export_headings: ClassVar[dict[str, Any]] = {"category.path": _("Category")}
    edit_handler = tabs(
        [
            FieldPanel("category"),
            FieldRowPanel([FieldPanel("minutes"), FieldPanel("unit")]),
            FieldRowPanel([FieldPanel("price_from"), FieldPanel("price_to")], heading=_("What is usual")),
        ]
    )
    export_filename = "services"

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Service]:
        return Service.objects.select_related("category")


class StyleViewSet(EntryViewSet):
    model = Style
    icon = "tag"
    export_filename = "styles"


class RoomTypeViewSet(EntryViewSet):
    model = RoomType
    icon = "home"
    export_filename = "rooms"


class CityViewSet(EntryViewSet):
    model = City
    icon = "site"
    list_display = ["name", "region", "name_ru", "name_kk", NumberColumn("population", label=_("Inhabitants"))]
    list_filter = ["is_active", "country"]
    list_export = ["country", "region", "latitude", "longitude", "zone", "population", *EntryViewSet.list_export]
    edit_handler = tabs(
        [
            FieldRowPanel([FieldPanel("country"), FieldPanel("region"), FieldPanel("population")]),
            FieldRowPanel(
                [FieldPanel("latitude"), FieldPanel("longitude"), FieldPanel("zone")],
                heading=_("Centre"),
                help_text=_("Distances to people who work here are measured from this point."),
            ),
        ]
    )
    export_filename = "cities"


class AttributeViewSet(SnippetViewSet):
    model = CategoryAttribute
    icon = "list-ul"
    sort_order_field = "sort_order"
    reorder_view_class = HeardReorderView
    search_fields: ClassVar[list[str]] = ["key", "label_en", "label_ru", "label_kk"]
    list_display: ClassVar[list[Any]] = ["label", "category", "type", BooleanColumn("filterable", label=_("Filter"))]
    list_filter: ClassVar[list[str]] = ["category", "type", "filterable", "required"]
    list_export: ClassVar[list[str]] = [
        "category.path", "key", "label_en", "label_ru", "label_kk", "type", "unit", "minimum", "maximum",
        "options_written", "required", "filterable", "sort_order",
    ]  # fmt: skip
    export_headings: ClassVar[dict[str, Any]] = {"category.path": _("Category"), "options_written": _("Options")}
    edit_handler = ObjectList(
        [
            FieldRowPanel([FieldPanel("category"), FieldPanel("key")]),
            FieldRowPanel(
                [FieldPanel("label_en"), FieldPanel("label_ru"), FieldPanel("label_kk")], help_text=TRANSLATIONS
            ),
            FieldPanel("type"),
            FieldPanel("options"),
            FieldRowPanel([FieldPanel("unit"), FieldPanel("minimum"), FieldPanel("maximum")], heading=_("Of a number")),
            FieldRowPanel([FieldPanel("required"), FieldPanel("filterable"), FieldPanel("sort_order")]),
        ],
        base_form_class=AttributeForm,
    )
    export_filename = "attributes"

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[CategoryAttribute]:
        return CategoryAttribute.objects.select_related("category")


class CatalogueGroup(SnippetViewSetGroup):
    """The menu "Catalogue"."""

    menu_label = _("Catalogue")
    menu_icon = "folder-inverse"
    menu_name = "catalogue"
    menu_order = 200
    items = (CategoryViewSet, ServiceViewSet, AttributeViewSet, StyleViewSet, RoomTypeViewSet, CityViewSet)


register_snippet(CatalogueGroup)


@hooks.register("before_delete_snippet")
def offer_hiding_instead(request: HttpRequest, entries: Sequence[models.Model]) -> HttpResponse | None:
    """An entry that something refers to is not deleted: the page says by what, and offers to hide it."""
    used = [entry for entry in entries if isinstance(entry, Entry) and uses(entry)]
    if not used:
        return None
    model = type(used[0])
    viewset: Any = model.snippet_viewset  # type: ignore[attr-defined]
    back = reverse(viewset.get_url_name("list"))
    can_hide = policy_registry.get_by_type(model).user_has_permission(request.user, "change")
    if can_hide and request.method == "POST" and "hide" in request.POST:
        for entry in used:
            services.hide(entry, by=request.user if request.user.is_authenticated else None)
            messages.success(request, _("“%(entry)s” is hidden.") % {"entry": entry})
        return HttpResponseRedirect(back)
    shown = {"used": [(entry, uses(entry)) for entry in used], "can_hide": can_hide, "address": request.get_full_path()}
    return TemplateResponse(request, "marketplace/catalog/in_use.html", {**shown, "back": back})


@hooks.register("after_delete_snippet")
def read_lists_again(request: HttpRequest, entries: Sequence[models.Model]) -> None:
    """What is deleted is offered no longer."""
    if any(isinstance(entry, Entry | CategoryAttribute) for entry in entries):
        services.lists_changed()
