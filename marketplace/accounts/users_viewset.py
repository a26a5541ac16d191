"""The forms, columns and search of people in the Wagtail admin."""

import re
from collections.abc import Iterable
from typing import Any, cast

from django import forms
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import URLPattern, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.search import SearchArea
from wagtail.admin.ui.tables import Column
from wagtail.permissions import policy_registry
from wagtail.users.forms import UserEditForm
from wagtail.users.views.users import EditView, IndexView, UserViewSet

from marketplace.accounts import rules
from marketplace.accounts.models import User
from marketplace.accounts.rights import note_change, rights_of

# What our accounts do not have, and what only the account's machine changes.
UNKNOWN = {"first_name", "last_name", "is_active"}


class PersonEditForm(UserEditForm):
    """An account as staff may change it. The address is the person's own to change, who proves it by a code."""

    first_name = None
    last_name = None
    is_active = None

    def __init__(self, *args: Any, editor: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _close(self, {"email", *rules.closed_fields(editor)})

    class Meta(UserEditForm.Meta):
        fields = (UserEditForm.Meta.fields - UNKNOWN) | {"display_name"}


def _close(form: forms.ModelForm[User], names: Iterable[str]) -> None:
    """These fields are shown and stay as they are, whatever is sent."""
    for name in names:
        if name in form.fields:
            form.fields[name].disabled = True


class PersonEditView(EditView):
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not rules.may_change(cast(User, request.user), self.object):
            raise PermissionDenied
        answer: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return answer

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "editor": self.request.user}

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.can_delete = False

    @transaction.atomic
    def save_instance(self) -> User:
        before = rights_of(self.object.pk)
        person: User = super().save_instance()
        note_change(person, before, by=self.request.user)
        return person

    def get_success_url(self) -> str:
        return reverse("person", args=[self.object.pk])


class PeopleIndex(IndexView):
    """Accounts by name, e-mail and when they came."""

    default_ordering = "email"
    add_item_label = _("Invite somebody")

    @property
    def columns(self) -> list[Any]:
        box, name, _username, *rest = super().columns
        return [
            box,
            name,
            Column("email", label=_("E-mail"), accessor="email", sort_key="email"),
            Column("roles", label=_("Roles"), accessor=_roles),
            Column("state", label=_("State"), accessor="get_state_display", sort_key="state"),
            *[column for column in rest if column.name != "is_active"],
        ]

    def get_queryset(self) -> QuerySet[User]:
        found: QuerySet[User] = super().get_queryset()
        return found.prefetch_related("groups")

    def search_queryset(self, queryset: QuerySet[User]) -> QuerySet[User]:
        """By name and address; what looks like a phone number, or the end of one as people dial it, by that as well."""
        found: QuerySet[User] = super().search_queryset(queryset)
        said = self.search_query if self.is_searching else ""
        if not re.fullmatch(r"[\d\s()+.-]{4,}", said):
            return found
        digits = re.sub(r"\D", "", said)
        local = digits[1:] if len(digits) == 11 and digits[0] == "8" else digits
        return (found | queryset.filter(phone__contains=local)).distinct() if local else found

    def get_edit_url(self, instance: User) -> str:
        """Where the name leads: the page of the account, for whoever sees the list."""
        return reverse("person", args=[instance.pk])

    def get_add_url(self) -> str | None:
        """Nobody makes an account for somebody else: staff are invited."""
        return reverse("invitations") if rules.manages_staff(self.request.user) else None

    def get_delete_url(self, instance: User) -> None:
        """None: an account is switched off, its history stays."""


def _roles(person: User) -> str:
    return ", ".join(group.name for group in person.groups.all())


class PeopleViewSet(UserViewSet):
    """Wagtail's user screens for accounts without first and last names."""

    index_view_class = PeopleIndex
    copy_view_enabled = False
    edit_view_class = PersonEditView
    search_fields = ("email", "display_name", "public_id")

    @cached_property
    def search_area_class(self) -> type[SearchArea]:
        """Who may read the list may search it."""

        class PeopleSearch(SearchArea):
            def is_shown(self, request: HttpRequest) -> bool:
                policy = policy_registry.get_by_type(User)
                return bool(policy.user_has_any_permission(request.user, PeopleIndex.any_permission_required))

        return PeopleSearch

    def get_urlpatterns(self) -> list[URLPattern]:
        return [pattern for pattern in super().get_urlpatterns() if pattern.name not in ("add", "delete")]

    def get_form_class(self, for_update: bool = False) -> type[forms.ModelForm[User]]:  # noqa: FBT001, FBT002 - Wagtail's shape
        return PersonEditForm
