"""Consents are given and withdrawn here."""

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from marketplace.accounts.models import User
from marketplace.audit.services import record
from marketplace.consents import papers
from marketplace.consents.models import Consent
from marketplace.core import clock
from marketplace.core.errors import Invalid, Stale


@transaction.atomic
def accept(user: User, said: Iterable[tuple[str, int]]) -> list[Consent]:
    """Write down that the person accepts these texts, each by kind and the version they have read.

    A version is accepted once, and again after `since`. Raises Invalid for an unknown text, Stale when it has changed.
    """
    User.objects.select_for_update(no_key=True).get(pk=user.pk)
    current = {paper.kind: paper for paper in papers.current()}
    return [_accept(user, current, kind, version) for kind, version in said]


def _accept(user: User, current: dict[str, papers.Paper], kind: str, version: int) -> Consent:
    paper = current.get(kind)
    if paper is None:
        raise Invalid(_("There is no such text to accept."), code="invalid_choice", field="kind")
    if paper.version != version:
        raise Stale(_("The text has changed meanwhile. Please read it again."))
    given = Consent.objects.filter(user=user, kind=kind, version=version, withdrawn_at=None)
    if paper.since is not None and paper.is_asked_again:
        given = given.filter(given_at__gte=paper.since)
    return given.first() or _give(user, kind, version)


def _give(user: User, kind: str, version: int) -> Consent:
    consent = Consent.objects.create(user=user, kind=kind, version=version)
    record("consent.given", subject=user, actor=user, what=kind, version=version)
    return consent


@transaction.atomic
def accept_by_signing_up(user_id: int) -> None:
    """Who signs up accepts what is published then. Nothing happens for an account that is gone, or a second time."""
    user = User.objects.select_for_update(no_key=True).filter(pk=user_id).first()
    if user is None or Consent.objects.filter(user=user).exists():
        return
    for paper in papers.current():
        _give(user, paper.kind, paper.version)


@transaction.atomic
def withdraw_all(user_id: int) -> int:
    """Somebody else had accepted in the person's name: nothing of it counts any more. Says how many."""
    user = User.objects.filter(pk=user_id).first()
    number = Consent.objects.filter(user=user_id, withdrawn_at=None).update(withdrawn_at=clock.now())
    if user is not None and number:
        record("consent.withdrawn", subject=user, actor=None, number=number)
    return number
