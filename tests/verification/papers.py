"""Papers that prove something, and requests as they stand after their machine brought them there."""

from datetime import date, timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from marketplace.accounts.models import User
from marketplace.core import clock
from marketplace.media.models import MediaAsset
from marketplace.verification.models import VerificationDocument, VerificationRequest
from marketplace.verification.states import DATED, NEED_NOTE
from tests.media.corpus import jpeg

PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\n%%EOF\n"


def pdf(name: str = "passport.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, PDF, "application/pdf")


def photo(name: str = "card.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, jpeg(), "image/jpeg")


def next_year() -> date:
    return clock.today() + timedelta(days=365)


def request_of(user: User, kind: str = "identity", state: str = "submitted", **fields: Any) -> VerificationRequest:
    """A request with one document, whose file is not there."""
    more: dict[str, Any] = {"valid_until": next_year()} if state in DATED else {}
    more |= {"note": "Why."} if state in NEED_NOTE else {}
    request = VerificationRequest.objects.create(user=user, kind=kind, state=state, **{**more, **fields})
    asset = MediaAsset.objects.create(
        uploader=user,
        kind="document",
        state="ready",
        file=f"files/te/st/{request.public_id}.pdf",
        original_name="passport.pdf",
        mime="application/pdf",
        bytes=len(PDF),
        sha256="0" * 64,
    )
    VerificationDocument.objects.create(request=request, asset=asset)
    return request
