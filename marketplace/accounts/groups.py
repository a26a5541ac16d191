"""Brings the staff groups in line with the table in `staff`."""

from fnmatch import fnmatchcase

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page

from marketplace.accounts import staff


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
    return counts


def _fits(code: str, patterns: tuple[str, ...]) -> bool:
    return any(fnmatchcase(code, pattern) for pattern in patterns)


def _allow_pages(group: Group, codenames: tuple[str, ...]) -> None:
    for permission in Permission.objects.filter(content_type__app_label="wagtailcore", codename__in=codenames):
        GroupPagePermission.objects.get_or_create(group=group, page=Page.get_first_root_node(), permission=permission)


def _allow_files(group: Group, codenames: tuple[str, ...]) -> None:
    files = Permission.objects.filter(content_type__app_label__in=["wagtailimages", "wagtaildocs"])
    for permission in files.filter(codename__in=codenames):
        GroupCollectionPermission.objects.get_or_create(
            group=group, collection=Collection.get_first_root_node(), permission=permission
        )
