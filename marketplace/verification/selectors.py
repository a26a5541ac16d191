"""Named reads: badges for cards, a person's own requests, the moderators' queue."""

from collections.abc import Iterable

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Prefetch

from marketplace.accounts.models import User
from marketplace.media.models import MediaAsset
from marketplace.verification.models import VerificationDocument, VerificationRequest
from marketplace.verification.querysets import VerificationQuerySet
from marketplace.verification.states import BADGES


def proved(owner: str) -> ArraySubquery:
    """A column for rows of people: the kinds that are confirmed for the account in the column `owner`, and not over."""
    return ArraySubquery(VerificationRequest.objects.good().filter(user=OuterRef(owner)).values("kind"))


def badges(kinds: Iterable[str]) -> list[str]:
    """The marks that others see for these kinds, always in the same order."""
    found = set(kinds)
    return [badge for kind, badge in BADGES.items() if kind in found]


def badges_of(person_id: int) -> list[str]:
    """The marks of one person: one statement."""
    return badges(VerificationRequest.objects.good().filter(user=person_id).values_list("kind", flat=True))


def own(user: User) -> VerificationQuerySet:
    """The person's requests with their documents, newest first: two statements."""
    papers = Prefetch("documents", VerificationDocument.objects.select_related("asset"))
    return VerificationRequest.objects.filter(user=user).prefetch_related(papers).order_by("-pk")


def waiting() -> VerificationQuerySet:
    """What moderators are asked about, longest waiting first."""
    return VerificationRequest.objects.waiting()


def paper(request_id: int, public_id: str) -> MediaAsset | None:
    """One document of a request, None when there is none."""
    found = VerificationDocument.objects.filter(request=request_id, asset__public_id=public_id)
    document = found.select_related("asset").first()
    return document.asset if document else None
