"""Who was given which rights, and by whom: written down wherever staff change them."""

from dataclasses import asdict, dataclass
from typing import Any

from django.utils.translation import gettext as _

from marketplace.accounts.models import User
from marketplace.accounts.sessions import sign_out_everywhere
from marketplace.audit.services import record


@dataclass(frozen=True, slots=True)
class Rights:
    """The groups of an account by name, and whether it is a superuser's."""

    groups: list[str]
    superuser: bool


NONE = Rights([], superuser=False)


def rights_of(person_id: int) -> Rights:
    """The rights that the database knows of an account, groups by name; two statements."""
    person = User.objects.get(pk=person_id)
    return Rights(sorted(person.groups.values_list("name", flat=True)), person.is_superuser)


def note_change(person: User, before: Rights, *, by: User | None) -> None:
    """Write down what became of the rights an account had before, unless they are the same.

    Whoever lost some is signed out everywhere, but not by themselves.
    """
    after = rights_of(person.pk)
    if after == before:
        return
    record("account.rights_changed", subject=person, actor=by, before=asdict(before), after=asdict(after))
    has_lost = set(before.groups) - set(after.groups) or before.superuser > after.superuser
    if has_lost and by != person:
        sign_out_everywhere(person, by=by)


def told(change: dict[str, dict[str, Any]]) -> str:
    """A change as `note_change` keeps it, in words: what was there before and what is there now."""
    before, after = change["before"], change["after"]
    lines = []
    if before["groups"] != after["groups"]:
        lines.append(_("Roles: %(before)s → %(after)s") % {"before": _names(before), "after": _names(after)})
    if before["superuser"] != after["superuser"]:
        lines.append(_("Made a superuser") if after["superuser"] else _("No superuser any more"))
    return "\n".join(lines)


def _names(rights: dict[str, Any]) -> str:
    return ", ".join(rights["groups"]) or _("none")
