"""Editors' pages in the admin: messages from the contact page, and what is read anew once pages change."""

from datetime import datetime
from typing import Any, ClassVar

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django_filters import BooleanFilter, DateFromToRangeFilter
from wagtail import hooks
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import BooleanColumn, Column, DateColumn
from wagtail.admin.views.generic import IndexView
from wagtail.models import Page
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import policy_registry, register_permission_policy

from marketplace.accounts.models import User
from marketplace.moderation.admin import SearchedViewSet, harmless
from marketplace.moderation.first_page import CountingMenuItem, WaitingPanel
from pages import contact, freshness
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

    def get_menu_item(self, order: int | None = None) -> MenuItem:
        return MessagesMenuItem(
            self.menu_label,
            reverse("contact_messages:index"),
            name="contact_messages",
            icon_name=self.icon,
            order=order or self.menu_order,
        )

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
        ]


class MessagesMenuItem(CountingMenuItem):
    """The list, and how many messages wait for an answer."""

    def is_shown(self, request: HttpRequest) -> bool:
        return bool(policy_registry.get_by_type(ContactMessage).user_has_permission(request.user, "view"))

    def number(self) -> int:
        return contact.unanswered().count()


class MessagesPanel(WaitingPanel):
    """What people wrote and nobody has answered, on the first page of whoever answers."""

    name, icon, order = "messages", "mail", 52
    heading, button = _("Messages"), _("Read")

    def url(self) -> str:
        return f"{reverse('contact_messages:index')}?waits=true"

    def waits(self) -> tuple[int, datetime | None]:
        return contact.unanswered().count(), contact.unanswered().values_list("sent_at", flat=True).first()

    def sentence(self, number: int) -> str:
        words = ngettext("%(number)s message waits for an answer.", "%(number)s messages wait for an answer.", number)
        return words % {"number": number}


@hooks.register("construct_homepage_panels")
def show_unanswered(request: HttpRequest, panels: list[Any]) -> None:
    """Whoever answers messages sees at once whether somebody waits."""
    if request.user.has_perm("pages.change_contactmessage"):
        panels.append(MessagesPanel())


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
