"""One function per arrow: lock the root, take the arrow, write down the fact."""

from django.db import transaction

from marketplace.accounts.models import User
from marketplace.accounts.rules import require_unlimited
from marketplace.audit.forgetting import forget_words
from marketplace.audit.services import record
from marketplace.core.machine import Arrow, move
from marketplace.media import services as media
from marketplace.moderation.rules import require_note
from marketplace.moderation.transitions import Review, offer, withdraw
from marketplace.reports import services as reports
from marketplace.specialists import rules, states
from marketplace.specialists.models import RemovedSpecialist, SpecialistProfile, SpecialistStanding

REVIEW = Review(party=rules.party, require_known=rules.require_known, reviewable=states.REVIEWABLE)


@transaction.atomic
def submit(specialist_id: int, *, by: User) -> SpecialistProfile:
    """The owner asks for publication. Raises NotFound, IllegalTransition, Invalid (`incomplete`)."""
    specialist = SpecialistProfile.objects.lock(specialist_id)
    rules.require_owner(specialist, by)
    require_unlimited(by)
    rules.require_complete(specialist)
    move(specialist.standing, states.SUBMIT, party=rules.party(specialist, by))
    offer(specialist.standing, specialist.save_revision(user=by, clean=False))
    record(states.SUBMIT.fact, subject=specialist, actor=by)
    return specialist


@transaction.atomic
def approve(specialist_id: int, *, revision_id: int, by: User) -> SpecialistProfile:
    """A moderator publishes exactly the revision that was reviewed: the first one, or changes to a public profile.

    Raises NotAllowed, Stale when the owner changed it meanwhile, IllegalTransition.
    """
    specialist = SpecialistProfile.objects.lock(specialist_id)
    REVIEW.approve(specialist, states.APPROVE, revision_id=revision_id, by=by)
    return specialist


@transaction.atomic
def request_changes(specialist_id: int, *, revision_id: int, note: str, by: User) -> SpecialistProfile:
    """A moderator sends the profile, or the change to a public one, back with a reason. Raises as approve()."""
    return _return(specialist_id, revision_id, note, states.REQUEST_CHANGES, by)


@transaction.atomic
def reject(specialist_id: int, *, revision_id: int, note: str, by: User) -> SpecialistProfile:
    """A moderator refuses the profile for good, or a change to a public one, with a reason. Raises as approve()."""
    return _return(specialist_id, revision_id, note, states.REJECT, by)


def _return(specialist_id: int, revision_id: int, note: str, arrow: Arrow, by: User) -> SpecialistProfile:
    specialist = SpecialistProfile.objects.lock(specialist_id)
    REVIEW.send_back(specialist, arrow, revision_id=revision_id, note=note, by=by)
    return specialist


@transaction.atomic
def pause(specialist_id: int, *, by: User) -> SpecialistProfile:
    """The owner takes the public profile, and the projects with it, out of sight for a while."""
    return _move(specialist_id, states.PAUSE, by)


@transaction.atomic
def resume(specialist_id: int, *, by: User) -> SpecialistProfile:
    """The owner shows a paused profile again."""
    return _move(specialist_id, states.RESUME, by)


@transaction.atomic
def suspend(specialist_id: int, *, note: str, by: User) -> SpecialistProfile:
    """A moderator takes a public profile out of sight, with a reason. Raises NotAllowed, IllegalTransition, Invalid."""
    return _move(specialist_id, states.SUSPEND, by, note=require_note(note))


@transaction.atomic
def restore(specialist_id: int, *, by: User) -> SpecialistProfile:
    """A moderator shows a suspended profile again."""
    return _move(specialist_id, states.RESTORE, by, note="")


@transaction.atomic
def close(specialist_id: int, *, by: User) -> SpecialistProfile:
    """The owner, or an administrator, closes the profile for good: it and its projects are out of sight."""
    specialist = _move(specialist_id, states.CLOSE, by)
    withdraw(specialist.standing)
    return specialist


def _move(specialist_id: int, arrow: Arrow, by: User, note: str | None = None) -> SpecialistProfile:
    specialist = SpecialistProfile.objects.lock(specialist_id)
    REVIEW.take(specialist, arrow, by=by, note=note)
    return specialist


@transaction.atomic
def remove(person_id: int) -> None:
    """The profile of a person who is forgotten, with prices and drafts; its projects have gone before.

    Files go after the commit. Without a profile nothing happens.
    """
    specialist = SpecialistProfile.objects.locked().filter(user=person_id).first()
    if specialist is None:
        return
    standing = SpecialistStanding.objects.filter(specialist=specialist).first()
    if standing is not None and standing.published_at is not None:
        RemovedSpecialist.objects.get_or_create(public_id=specialist.public_id)
    record("specialist.deleted", subject=specialist, actor=None, public_id=specialist.public_id)
    pk, avatar, tally = specialist.pk, specialist.avatar_id, specialist.tally
    specialist.delete()
    tally.delete()
    media.release([avatar] if avatar else [])
    reports.unname("specialist", [pk])
    forget_words(SpecialistProfile, [pk])
