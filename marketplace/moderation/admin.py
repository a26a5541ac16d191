"""What the staff's lists of moderated listings have in common."""

from collections.abc import Iterable
from typing import Any, ClassVar

from django.contrib.auth.models import Permission
from django.db import models
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.admin_url_finder import ModelAdminURLFinder, register_admin_url_finder
from wagtail.admin.search import SearchArea
from wagtail.admin.views.generic import IndexView
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permission_policies import BasePermissionPolicy
from wagtail.permissions import policy_registry

from marketplace.accounts.models import User
from marketplace.moderation.rules import PARTIES, may_look

FORMULA = ("=", "+", "-", "@", "\t", "\r")


class LookOnly(BasePermissionPolicy):
    """Moderators and support look at the list; nobody edits there: that is what transitions are for."""

    def user_has_permission(self, user: User, action: str) -> bool:
        return action == "view" and may_look(user, self.model)

    def users_with_any_permission(self, actions: Iterable[str]) -> "models.QuerySet[User]":
        if "view" not in actions:
            return User.objects.none()
        staff = models.Q(is_superuser=True) | models.Q(groups__name__in=PARTIES)
        label, code = self.model._meta.app_label, f"view_{self.model._meta.model_name}"
        right = Permission.objects.filter(content_type__app_label=label, codename=code)
        staff |= models.Q(groups__permissions__in=right) | models.Q(user_permissions__in=right)
        return User.objects.filter(staff, is_active=True).distinct()


class ListingIndexView(IndexView):
    """Each row leads to its review page."""

    kind = ""
    show_other_searches = True

    def get_edit_url(self, instance: models.Model) -> str:
        return reverse("moderation_review", args=[self.kind, instance.pk])


class ListSearch(SearchArea):
    """A list of ours among the admin's searches, for those who may read the list."""

    def __init__(self, viewset: ModelViewSet) -> None:
        super().__init__(
            viewset.menu_label,
            reverse(viewset.get_url_name("index")),
            name=viewset.name,
            icon_name=viewset.icon,
            order=viewset.search_order,
        )
        self.model = viewset.model

    def is_shown(self, request: Any) -> bool:
        return bool(policy_registry.get_by_type(self.model).user_has_permission(request.user, "view"))


class SearchedViewSet(ModelViewSet):
    """A list that the admin's search offers, in the place that `search_order` says. Pages have 100, images 200."""

    search_order: ClassVar[int]

    def on_register(self) -> None:
        super().on_register()
        hooks.register("register_admin_search_area", lambda: ListSearch(self))


class ListingViewSet(SearchedViewSet):
    """A list with search, filters and export, without forms. Subclasses say what Wagtail's ModelViewSet is told."""

    index_view_class = ListingIndexView
    search_backend_name = None
    copy_view_enabled = False
    add_to_reference_index = False
    add_to_admin_menu = True
    kind: ClassVar[str]
    export_headings: ClassVar[dict[str, Any]] = {
        "public_id": _("Identifier"),
        "title": _("Title"),
        "name": _("Name"),
        "headline": _("Headline"),
        "standing.get_state_display": _("State"),
        "standing.submitted_at": _("Submitted"),
        "standing.published_at": _("Published"),
        "specialist.name": _("Specialist"),
        "user.email": _("Account"),
        "category": _("Category"),
        "city": _("City"),
        "tally.views": _("Views"),
        "tally.favourites": _("Favourites"),
        "cost_from.amount": _("Cost from"),
        "area_m2": _("Area, m²"),
        "language": _("Language"),
        "get_kind_display": _("Kind"),
        "years_experience": _("Years of experience"),
        "get_absolute_url": _("Address"),
    }

    def get_index_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        found: dict[str, Any] = super().get_index_view_kwargs(**kwargs)
        return {**found, "kind": self.kind}

    def register_admin_url_finder(self) -> None:
        kind = self.kind

        class Finder(ModelAdminURLFinder):
            def construct_edit_url(self, instance: models.Model) -> str:
                return reverse("moderation_review", args=[kind, instance.pk])

        register_admin_url_finder(self.model, Finder)

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
        ]


def harmless(text: object) -> str:
    """A text of a stranger for a spreadsheet, which would otherwise take some of them for formulas and run them."""
    plain = str(text)
    return f"'{plain}" if plain.startswith(FORMULA) else plain
