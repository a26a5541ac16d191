"""What somebody accepted, and what they are to be asked about."""

from collections.abc import Iterable

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from marketplace.accounts.models import User
from marketplace.consents import papers
from marketplace.consents.models import Consent
from marketplace.consents.papers import Paper
from marketplace.core.errors import NotAllowed


def of(user: User) -> "QuerySet[Consent]":
    """What the person accepted, the latest first."""
    return Consent.objects.filter(user=user).order_by("-given_at", "-pk")


def missing(user: User) -> list[Paper]:
    """The texts to ask the person about: changed for good since, or accepted by somebody else in their name.

    One statement, none when there are no texts. Who came before texts were accepted here is asked with the next change.
    """
    current = papers.current()
    return _not_accepted(current, list(of(user))) if current else []


def _not_accepted(current: Iterable[Paper], consents: list[Consent]) -> list[Paper]:
    return [paper for paper in current if _is_open(paper, [one for one in consents if one.kind == paper.kind])]


def _is_open(paper: Paper, consents: list[Consent]) -> bool:
    good = [one for one in consents if one.withdrawn_at is None]
    if paper.since is not None and paper.is_asked_again:
        return not any(one.given_at >= paper.since for one in good)
    return bool(consents) and not good


def require_nothing_new(user: User, path: str) -> None:
    """Raises NotAllowed (`terms_changed`) when the person has to accept a changed text first; no statement when none is
    asked about. The way to accept is always open."""
    if "/me/consents/" in path or not any(paper.is_asked_again for paper in papers.current()):
        return
    if missing(user):
        raise NotAllowed(_("Our terms have changed. Please read and accept them first."), code="terms_changed")
