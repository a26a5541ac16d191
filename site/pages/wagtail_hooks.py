"""Editors' pages in the admin: messages from the contact page, and what is read anew once pages change."""

from typing import Any, ClassVar

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from django_filters import BooleanFilter, DateFromToRangeFilter
from wagtail import hooks
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import BooleanColumn, Column, DateColumn
from wagtail.admin.views.generic import IndexView
from wagtail.models import Page
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import register_permission_policy

from marketplace.accounts.models import User
from marketplace.moderation.admin import SearchedViewSet, harmless
from pages import freshness
from pages.models import ContactMessage
from pages.views import MessageView

SAFE = {"csv": harmless, "xlsx": harmless}


class ReadAndTickOff(ModelPermissionPolicy):
    """Nobody writes to the site from inside, and nobody edits what others wrote."""

    def user_has_permission(self, user: User, action: str) -> bool:
        return action == "view" and bool(super().user_has_permission(user, action))

    def user_has_any_permission(self, user: User, actions: Any) -> bool:
        return any(self.user_has_permission(user, action) for action in actions)


register_permission_policy(ContactMessage, ReadAndTickOff(ContactMessage))


class MessageFilters(WagtailFilterSet):
    waits = BooleanFilter(field_name="answered_at", lookup_expr="isnull", label=_("Waits for an answer"))
    sent = DateFromToRangeFilter(field_name="sent_at", label=_("Sent"))

    class Meta:
        model = ContactMessage
        fields: ClassVar[list[str]] = ["waits", "sent", "language"]


class MessageIndexView(IndexView):
    """Each row leads to the message."""

    show_other_searches = True
    custom_field_preprocess: ClassVar[dict[str, Any]] = dict.fromkeys(("name", "email", "subject", "text"), SAFE)

    def get_base_queryset(self) -> QuerySet[ContactMessage]:
        return ContactMessage.objects.select_related("answered_by")

    def get_edit_url(self, instance: ContactMessage) -> str:
        return reverse("pages_message", args=[instance.pk])


class MessageViewSet(SearchedViewSet):
    model = ContactMessage
    name = "contact_messages"
    icon = "mail"
    menu_label = _("Messages")
    menu_order = 170
    search_order = 150
    add_to_admin_menu = True
    add_to_reference_index = False
    copy_view_enabled = False
    index_view_class = MessageIndexView
    filterset_class = MessageFilters
    search_backend_name = None
    search_fields: ClassVar[list[str]] = ["name", "email", "subject", "text"]
    list_display: ClassVar[list[Any]] = [
        "subject",
        Column("name", label=_("From"), sort_key="name"),
        Column("email", label=_("E-mail")),
        DateColumn("sent_at", label=_("Sent"), sort_key="sent_at"),
        BooleanColumn("answered_at", label=_("Answered"), sort_key="answered_at"),
        Column("answered_by", label=_("By")),
    ]
    list_export: ClassVar[list[str]] = [
        *("sent_at", "name", "email", "subject", "text", "language", "answered_at", "answered_by"),
    ]
    export_headings: ClassVar[dict[str, Any]] = {"sent_at": _("Sent"), "text": _("Message")}
    export_filename = "messages"

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
        ]


@hooks.register("register_admin_viewset")
def contact_messages() -> MessageViewSet:
    return MessageViewSet()


@hooks.register("register_admin_urls")
def message_urls() -> list[URLPattern]:
    return [path("contact-messages/<int:pk>/", MessageView.as_view(), name="pages_message")]


@hooks.register("register_permissions")
def message_permissions() -> "QuerySet[Permission]":
    """Which groups read messages and tick them off is settled beside all other rights of groups."""
    names = ["view_contactmessage", "change_contactmessage"]
    return Permission.objects.filter(content_type__app_label="pages", codename__in=names)


@hooks.register("after_publish_page")
@hooks.register("after_unpublish_page")
@hooks.register("after_delete_page")
@hooks.register("after_move_page")
def pages_changed(request: HttpRequest, page: Page, *rest: Any) -> None:
    """Menus and sections that name pages are made anew."""
    freshness.forget("pages")
