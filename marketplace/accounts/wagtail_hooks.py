"""What of the admin's screens for people needs a narrower door than Wagtail gives it."""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.models import AnonymousUser, Group
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.users.views.bulk_actions import AssignRoleBulkAction

from marketplace.accounts import rules
from marketplace.accounts.models import User
from marketplace.accounts.rights import note_change, rights_of
from marketplace.accounts.views.erasures import ErasureView
from marketplace.accounts.views.invitations import InvitationsView
from marketplace.accounts.views.mails import MailsView, MailView
from marketplace.accounts.views.people import PersonView


@hooks.register("register_admin_urls")
def people_urls() -> list[URLPattern]:
    """The page of one account, who is asked to join the staff, and what the site writes to people."""
    return [
        path("people/<int:pk>/", PersonView.as_view(), name="person"),
        path("people/invitations/", InvitationsView.as_view(), name="invitations"),
        path("mails/", MailsView.as_view(), name="mails"),
        path("mails/<slug:name>/", MailView.as_view(), name="mail"),
        path("people/<int:pk>/erasure/", ErasureView.as_view(), name="person_erasure"),
    ]


class MailsMenuItem(MenuItem):
    """Who may open the list sees it in the menu."""

    def is_shown(self, request: HttpRequest) -> bool:
        return rules.manages_staff(request.user)


@hooks.register("register_settings_menu_item")
def mails_in_the_menu() -> MailsMenuItem:
    return MailsMenuItem(gettext_lazy("Mails"), reverse("mails"), name="mails", icon_name="mail", order=650)


@hooks.register("before_bulk_action")
def only_accounts_one_may_change(
    request: HttpRequest, action: str, objects: Iterable[Any], view: Any
) -> HttpResponse | None:
    """Many accounts at once are given a role by those who may do so one by one; switching and deleting is refused."""
    people = [one for one in objects if isinstance(one, User)]
    if people and not all(_may_change(request.user, one) for one in people):
        raise PermissionDenied
    if people and action != "assign_role":
        messages.error(request, _("Suspend accounts one by one: each is told why. None is deleted."))
        return redirect("wagtailusers_users:index")
    return None


@hooks.register("register_bulk_action", order=1)
class GiveRole(AssignRoleBulkAction):
    """Wagtail's own action, and each account's rights before and after are written down."""

    def get_execution_context(self) -> dict[str, Any]:
        return {**super().get_execution_context(), "by": self.request.user}

    @classmethod
    def execute_action(
        cls, objects: list[User], role: Group | None = None, by: User | None = None, **_rest: Any
    ) -> tuple[int, int] | None:
        before = {person.pk: rights_of(person.pk) for person in objects}
        done: tuple[int, int] | None = super().execute_action(objects, role=role)
        for person in objects:
            note_change(person, before[person.pk], by=by)
        return done


def _may_change(editor: User | AnonymousUser, person: User) -> bool:
    return isinstance(editor, User) and rules.manages_staff(editor) and rules.may_change(editor, person)
