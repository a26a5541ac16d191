"""What of the admin's screens for people needs a narrower door than Wagtail gives it."""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from wagtail import hooks

from marketplace.accounts import rules
from marketplace.accounts.models import User


@hooks.register("before_bulk_action")
def only_accounts_one_may_change(request: HttpRequest, action: str, objects: Iterable[Any], view: Any) -> None:
    """Many accounts at once are changed, given a role or deleted by those who may do so one by one."""
    people = [one for one in objects if isinstance(one, User)]
    if people and not all(_may_change(request.user, one) for one in people):
        raise PermissionDenied


def _may_change(editor: User | AnonymousUser, person: User) -> bool:
    return isinstance(editor, User) and rules.manages_staff(editor) and rules.may_change(editor, person)
