"""What of the admin's screens for people needs a narrower door than Wagtail gives it."""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin import messages

from marketplace.accounts import rules
from marketplace.accounts.models import User


@hooks.register("before_bulk_action")
def only_accounts_one_may_change(
    request: HttpRequest, action: str, objects: Iterable[Any], view: Any
) -> HttpResponse | None:
    """Many accounts at once are given a role by those who may do so one by one; switching and deleting is refused."""
    people = [one for one in objects if isinstance(one, User)]
    if people and not all(_may_change(request.user, one) for one in people):
        raise PermissionDenied
    if people and action != "assign_role":
        messages.error(request, _("Switch accounts off one by one: each is written down. None is deleted."))
        return redirect("wagtailusers_users:index")
    return None


def _may_change(editor: User | AnonymousUser, person: User) -> bool:
    return isinstance(editor, User) and rules.manages_staff(editor) and rules.may_change(editor, person)
