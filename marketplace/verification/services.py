"""Requests in, with their documents; documents out again when they are not needed any more."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from marketplace.accounts.models import User
from marketplace.audit.services import record
from marketplace.core import clock
from marketplace.core.batches import one_by_one
from marketplace.core.errors import NotFound
from marketplace.media import services as media
from marketplace.media.images import Readable
from marketplace.media.models import MediaAsset
from marketplace.verification import rules, selectors, states
from marketplace.verification.models import VerificationDocument, VerificationRequest
from marketplace.verification.states import OVER, VerificationState
from marketplace.verification.transitions import follow

# Papers of what is over are kept for a question or a complaint, and no longer.
KEPT = timedelta(days=30)


def send(kind: str, *, by: User, files: Sequence[Readable], text: str = "") -> VerificationRequest:
    """Ask moderators to confirm something, with 1 to 5 documents (PDF or pictures). Call it outside any transaction.

    Raises NotAllowed, Invalid, LimitReached (`open_already`), Refused, TooMany, StorageFull; then nothing is kept.
    """
    rules.require_applicant(by)
    rules.require_kind(kind)
    words = rules.clean_text(text)
    rules.require_few_documents(len(files))
    rules.require_none_open(by, kind)
    with _accepted(files, by=by) as papers, transaction.atomic():
        User.objects.select_for_update(no_key=True).get(pk=by.pk)
        rules.require_none_open(by, kind)
        request = VerificationRequest.objects.create(user=by, kind=kind, text=words, state=VerificationState.SUBMITTED)
        _keep(request, papers)
        record("verification.submitted", subject=request, actor=by, what=kind)
    return request


def answer(public_id: str, *, by: User, files: Sequence[Readable] = (), text: str = "") -> VerificationRequest:
    """Answer what a moderator asked: with words, and with documents beside those sent before. Raises as send()."""
    rules.require_applicant(by)
    words = rules.clean_text(text)
    request_id = own_id(public_id, by)
    held = VerificationDocument.objects.filter(request=request_id).count()
    rules.require_few_documents(len(files), held=held)
    with _accepted(files, by=by) as papers, transaction.atomic():
        request = VerificationRequest.objects.lock(request_id)
        follow(request, states.ANSWER, by=by, text=words or request.text, submitted_at=clock.now())
        rules.require_few_documents(len(papers), held=request.documents.count())
        _keep(request, papers)
    return request


def own_id(public_id: str, user: User) -> int:
    """The id of the person's own request. Raises NotFound."""
    found = selectors.own(user).filter(public_id=public_id).values_list("pk", flat=True).first()
    if found is None:
        raise NotFound(_("There is no such request."))
    return found


@contextmanager
def _accepted(files: Sequence[Readable], *, by: User) -> Iterator[list[MediaAsset]]:
    """The documents, made safe and kept. When what follows is refused or breaks, they are released again."""
    kept: list[MediaAsset] = []
    try:
        for file in files:
            kept.append(media.accept_proof(file, uploader=by))  # noqa: PERF401 - what was kept before a refusal must be known
        yield kept
    except Exception:
        media.release([asset.pk for asset in kept], actor=by)
        raise


def _keep(request: VerificationRequest, papers: Sequence[MediaAsset]) -> None:
    media.claim([asset.pk for asset in papers])
    VerificationDocument.objects.bulk_create(VerificationDocument(request=request, asset=asset) for asset in papers)


def open_paper(request: VerificationRequest, public_id: str, *, by: User) -> MediaAsset:
    """A document for a moderator: who opened it is written down. Raises NotFound."""
    asset = selectors.paper(request.pk, public_id)
    if asset is None:
        raise NotFound(_("There is no such document."))
    record("verification.document_opened", subject=request, actor=by, document=asset.public_id)
    return asset


@transaction.atomic
def forget_papers(request_id: int) -> int:
    """Takes the documents off a request that is over; the files go after the commit. Says how many."""
    request = VerificationRequest.objects.lock(request_id)
    if request.state not in OVER:
        return 0
    papers = request.documents.all()
    assets = list(papers.values_list("asset_id", flat=True))
    papers.delete()
    media.release(assets)
    return len(assets)


def forget_old_papers() -> int:
    """Takes the documents off everything that is over for 30 days; says how many."""
    old = VerificationRequest.objects.filter(
        state__in=OVER, state_since__lt=clock.now() - KEPT, documents__isnull=False
    )
    ids = old.order_by("pk").values_list("pk", flat=True).distinct()
    return one_by_one("papers of verification", ids, forget_papers)
