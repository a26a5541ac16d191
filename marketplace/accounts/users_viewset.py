"""The forms, columns and search of people in the Wagtail admin."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column
from wagtail.users.forms import UserCreationForm, UserEditForm
from wagtail.users.views.users import IndexView, UserViewSet

from marketplace.accounts.models import User

UNKNOWN = {"first_name", "last_name"}


class PersonCreationForm(UserCreationForm):
    """A new member of staff."""

    first_name = None
    last_name = None

    class Meta(UserCreationForm.Meta):
        fields = (UserCreationForm.Meta.fields - UNKNOWN) | {"display_name"}


class PersonEditForm(UserEditForm):
    """An account as staff may change it."""

    first_name = None
    last_name = None

    class Meta(UserEditForm.Meta):
        fields = (UserEditForm.Meta.fields - UNKNOWN) | {"display_name"}


class PeopleIndex(IndexView):
    """Accounts by name, e-mail and when they came."""

    default_ordering = "email"

    @property
    def columns(self) -> list[Any]:
        kept = [column for column in super().columns if column.name not in ("name", "username")]
        return [
            *kept[:1],
            Column("display_name", label=_("Name"), accessor="display_name", sort_key="display_name"),
            Column("email", label=_("E-mail"), accessor="email", sort_key="email"),
            *kept[1:],
        ]


class PeopleViewSet(UserViewSet):
    """Wagtail's user screens for accounts without first and last names."""

    index_view_class = PeopleIndex
    search_fields = ("email", "display_name")

    def get_form_class(self, for_update: bool = False) -> type[forms.ModelForm[User]]:  # noqa: FBT001, FBT002 - Wagtail's shape
        return PersonEditForm if for_update else PersonCreationForm
