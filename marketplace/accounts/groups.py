"""Brings the staff groups in line with the table in `staff`."""

from fnmatch import fnmatchcase

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from wagtail.models import (
    Collection,
    GroupApprovalTask,
    GroupCollectionPermission,
    GroupPagePermission,
    Page,
    Workflow,
)

from marketplace.accounts import staff

WAGTAILS_APPROVAL = "Moderators approval"
EDITORS_APPROVAL = "Editors' approval"


@transaction.atomic
def sync() -> dict[str, int]:
    """Makes the groups, gives each exactly its permissions; the number of permissions by group. Safe to repeat."""
    permissions = Permission.objects.select_related("content_type")
    known = {f"{permission.content_type.app_label}.{permission.codename}": permission for permission in permissions}
    counts = {}
    for name, patterns in staff.PERMISSIONS.items():
        group, _ = Group.objects.get_or_create(name=name)
        wanted = [known[code] for code in known if _fits(code, patterns) and not _fits(code, staff.NEVER)]
        group.permissions.set(wanted)
        _allow_pages(group, staff.PAGES.get(name, ()))
        _allow_files(group, staff.FILES.get(name, ()))
        counts[name] = len(wanted)
    # Wagtail's migrations make two groups of their own with other rights under nearly the same names.
    Group.objects.filter(name__in=["Editors", "Moderators"], user=None).delete()
    _give_approval_to_editors()
    return counts


def _fits(code: str, patterns: tuple[str, ...]) -> bool:
    return any(fnmatchcase(code, pattern) for pattern in patterns)


def _give_approval_to_editors() -> None:
    """Wagtail's first workflow asks a group that is gone, and a page sent there would be locked for ever.

    Editors and admins answer instead; whoever has made another choice keeps it.
    """
    orphans = GroupApprovalTask.objects.filter(name=WAGTAILS_APPROVAL, groups=None)
    for task in orphans:
        task.groups.set(Group.objects.filter(name__in=staff.PAGES))
        task.name = EDITORS_APPROVAL
        task.save(update_fields=["name"])
        Workflow.objects.filter(workflow_tasks__task=task, name=WAGTAILS_APPROVAL).update(name=EDITORS_APPROVAL)


def _allow_pages(group: Group, codenames: tuple[str, ...]) -> None:
    for permission in Permission.objects.filter(content_type__app_label="wagtailcore", codename__in=codenames):
        GroupPagePermission.objects.get_or_create(group=group, page=Page.get_first_root_node(), permission=permission)


def _allow_files(group: Group, codenames: tuple[str, ...]) -> None:
    places = ["wagtailimages", "wagtaildocs", "wagtailcore"]
    files = Permission.objects.filter(content_type__app_label__in=places)
    for permission in files.filter(codename__in=codenames):
        GroupCollectionPermission.objects.get_or_create(
            group=group, collection=Collection.get_first_root_node(), permission=permission
        )
