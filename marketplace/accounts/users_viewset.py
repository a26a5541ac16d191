"""The forms, columns and search of people in the Wagtail admin."""

from collections.abc import Iterable
from typing import Any, cast

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column
from wagtail.users.forms import UserCreationForm, UserEditForm
from wagtail.users.views.users import CreateView, EditView, IndexView, UserViewSet

from marketplace.accounts import rules
from marketplace.accounts.models import User

UNKNOWN = {"first_name", "last_name"}


class PersonCreationForm(UserCreationForm):
    """A new member of staff, who chooses a password at "Forgot your password?"."""

    first_name = None
    last_name = None

    def __init__(self, *args: Any, editor: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].help_text = _("They choose a password themselves, at “Forgot your password?”.")
        _close(self, rules.closed_fields(editor))

    def save(self, commit: bool = True) -> User:  # noqa: FBT001, FBT002 - Django's shape
        self.instance.set_unusable_password()
        person: User = super().save(commit)
        return person

    class Meta(UserCreationForm.Meta):
        fields = (UserCreationForm.Meta.fields - UNKNOWN) | {"display_name"}


class PersonEditForm(UserEditForm):
    """An account as staff may change it. The address is the person's own to change, who proves it by a code."""

    first_name = None
    last_name = None

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


class PersonCreateView(CreateView):
    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "editor": self.request.user}


class PersonEditView(EditView):
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not rules.may_change(cast(User, request.user), self.object):
            raise PermissionDenied
        answer: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return answer

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "editor": self.request.user}


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
    add_view_class = PersonCreateView
    edit_view_class = PersonEditView
    search_fields = ("email", "display_name")

    def get_form_class(self, for_update: bool = False) -> type[forms.ModelForm[User]]:  # noqa: FBT001, FBT002 - Wagtail's shape
        return PersonEditForm if for_update else PersonCreationForm
