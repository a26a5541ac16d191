"""What the owner is working on: the row itself until it is public, then the newest revision of it."""

from collections.abc import Set

from wagtail.models import Revision

from marketplace.accounts.models import User
from marketplace.moderation.transitions import offer, touch, withdraw
from marketplace.specialists.models import SpecialistProfile, SpecialistStanding
from marketplace.specialists.states import UNPUBLISHED, ProfileState

MODERATED = frozenset({"name", "kind", "headline", "bio"})


def write(specialist: SpecialistProfile, draft: SpecialistProfile, changed: Set[str], *, by: User) -> None:
    """Keep the draft. Nobody sees an unpublished profile, so it is the row; of a public one, what moderators look at
    becomes a revision that waits for them, and everything else shows at once."""
    standing = specialist.standing
    if standing.state in UNPUBLISHED:
        draft.save()
        if standing.state == ProfileState.IN_REVIEW:
            offer(standing, draft.save_revision(user=by, clean=False))
        else:
            touch(standing)
        return
    _show(specialist, draft, changed - MODERATED)
    if changed & MODERATED:
        _ask(specialist, draft, by=by)
    else:
        _carry(standing, draft)
        touch(standing)


def _show(specialist: SpecialistProfile, draft: SpecialistProfile, names: Set[str]) -> None:
    for name in names - {"categories"}:
        setattr(specialist, name, getattr(draft, name))
    if "categories" in names:
        specialist.categories.set(draft.categories.all())
    if names:
        specialist.save(update_fields=sorted(names))


def _ask(specialist: SpecialistProfile, draft: SpecialistProfile, *, by: User) -> None:
    """Ask moderators about the draft; when it says what is public already, there is nothing to ask."""
    if all(getattr(draft, name) == getattr(specialist, name) for name in MODERATED):
        withdraw(specialist.standing)
    else:
        offer(specialist.standing, draft.save_revision(user=by, clean=False))


def _carry(standing: SpecialistStanding, draft: SpecialistProfile) -> None:
    """Let the waiting revision know what shows already, or its approval would undo it. What is moderated stays."""
    if standing.draft is not None:
        Revision.objects.filter(pk=standing.draft.pk).update(content=draft.serializable_data())
