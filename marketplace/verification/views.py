"""Where specialists send what proves who they are, and where moderators look at it and decide."""

from typing import Any, ClassVar

from django.contrib import messages as visitors
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from wagtail.admin import messages

from marketplace.accounts.http import SignedInRequest, signed_in_to_send
from marketplace.audit.models import Event
from marketplace.core.errors import Invalid, NotFound, Refusal
from marketplace.core.machine import Party
from marketplace.media.views import serve_document
from marketplace.moderation.rules import is_moderator
from marketplace.moderation.views import ModeratorsView
from marketplace.verification import details, rules, selectors, services, transitions
from marketplace.verification.applicants import may_apply
from marketplace.verification.forms import ApprovalForm, DocumentsForm
from marketplace.verification.models import VerificationRequest
from marketplace.verification.states import ANSWER, Proof

Values = dict[str, Any]

HAPPENED: dict[str, Promise] = {
    "verification.submitted": gettext_lazy("Sent"),
    "verification.taken": gettext_lazy("Taken up"),
    "verification.approved": gettext_lazy("Confirmed"),
    "verification.asked": gettext_lazy("Asked for more"),
    "verification.answered": gettext_lazy("Answered"),
    "verification.rejected": gettext_lazy("Not confirmed"),
    "verification.revoked": gettext_lazy("Taken back"),
    "verification.withdrawn": gettext_lazy("Withdrawn"),
    "verification.expired": gettext_lazy("Expired"),
    "verification.replaced": gettext_lazy("Replaced by a newer one"),
    "verification.document_opened": gettext_lazy("Document opened"),
}
DECISIONS = {"ask": transitions.ask, "reject": transitions.reject, "revoke": transitions.revoke}


@require_safe
@login_required
@never_cache
def verification(request: SignedInRequest) -> HttpResponse:
    """What can be proved, and how each stands."""
    if not may_apply(request.user):
        return redirect("my_profile")
    return render(request, "verification/overview.html", {"proofs": details.overview(request.user)})


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def verification_kind(request: SignedInRequest, kind: str) -> HttpResponse:
    """One thing to prove: how it stands, and the form to send documents or to answer with."""
    if kind not in Proof.values:
        raise Http404
    if not may_apply(request.user):
        return redirect("my_profile")
    proof = next(one for one in details.overview(request.user) if one["kind"] == kind)
    is_answer = _is_answer(proof)
    sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = DocumentsForm(*sent, is_answer=is_answer)
    if not form.is_valid():
        return _page(request, proof, form, 422 if form.errors else 200)
    try:
        _send(request.user, proof, form.cleaned_data)
    except Refusal as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else "documents", str(refusal))
        return _page(request, proof, form, int(refusal.status), refusal.headers)
    visitors.success(request, _("Thank you. A moderator looks at it; you get a mail."))
    return redirect("verification")


def _is_answer(proof: Values) -> bool:
    return bool(proof["request"]) and ANSWER.action in proof["request"]["available_actions"]


def _send(user: Any, proof: Values, said: Values) -> None:
    if _is_answer(proof):
        services.answer(proof["request"]["public_id"], by=user, files=said["documents"], text=said["text"])
    else:
        services.send(proof["kind"], by=user, files=said["documents"], text=said["text"])


def _page(
    request: HttpRequest, proof: Values, form: DocumentsForm, status: int, headers: dict[str, str] | None = None
) -> HttpResponse:
    context = {"proof": proof, "form": form, "is_answer": _is_answer(proof)}
    response = render(request, "verification/kind.html", context, status=status)
    for name, value in (headers or {}).items():
        response[name] = value
    return response


@require_POST
@signed_in_to_send
def verification_withdraw(request: SignedInRequest, kind: str) -> HttpResponse:
    """Take the open request back."""
    found = VerificationRequest.objects.open().filter(user=request.user, kind=kind).first()
    if found is None:
        raise Http404
    try:
        transitions.withdraw(found.pk, by=request.user)
        visitors.success(request, _("Withdrawn. What you sent is deleted."))
    except Refusal as refusal:
        visitors.error(request, str(refusal))
    return redirect("verification")


class VerificationView(ModeratorsView):
    """One request: who asks, what was sent, and how it ends."""

    template_name = "verification/review.html"
    page_title: ClassVar[Any] = gettext_lazy("Verification")
    header_icon = "user"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        found = VerificationRequest.objects.select_related("user", "reviewer").filter(pk=kwargs["pk"]).first()
        if found is None:
            raise Http404
        self.verification = found

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self.page()

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        if not is_moderator(request.user):
            raise PermissionDenied
        try:
            self.decide(pk)
        except Invalid as refusal:
            messages.error(request, str(refusal))
            return self.page(422, note=request.POST.get("note", ""), wrong=refusal.field)
        except Refusal as refusal:
            messages.error(request, str(refusal))
            return redirect(request.path)
        messages.success(request, _("Done: “%(title)s”.") % {"title": self.verification})
        is_taken = request.POST.get("action") == "take"
        return redirect(request.path if is_taken else "verifications:index")

    def decide(self, pk: int) -> None:
        """Do what was pressed. Raises Refusal, and Http404 for a button there is not."""
        sent = self.request.POST
        action, by = sent.get("action", ""), self.request.user
        if action == "take":
            transitions.take(pk, by=by)
        elif action == "approve":
            form = ApprovalForm(sent)
            transitions.approve(pk, valid_until=form.cleaned_data["valid_until"] if form.is_valid() else None, by=by)
        elif action in DECISIONS:
            DECISIONS[action](pk, note=sent.get("note", ""), by=by)
        else:
            raise Http404

    def get_page_title(self) -> str:
        return str(self.verification)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        above = {"url": reverse("verifications:index"), "label": _("Verifications")}
        return [*self.breadcrumbs_items, above, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = self.verification
        happened = Event.objects.filter(subject_type=found._meta.label_lower, subject_id=found.pk)
        context: dict[str, Any] = super().get_context_data(
            verification=found,
            papers=[document.asset for document in found.documents.select_related("asset")],
            actions=found.machine.actions(found.state, rules.party(found, self.request.user) & Party.MODERATOR),
            others=selectors.own(found.user).exclude(pk=found.pk),
            history=[
                (event, HAPPENED.get(event.kind, event.kind))
                for event in happened.select_related("actor").order_by("-pk")
            ],
            **kwargs,
        )
        return context


class PaperView(ModeratorsView):
    """A document of a request, as a download. Who opened it is written down."""

    def get(self, request: HttpRequest, pk: int, public_id: str) -> HttpResponseBase:
        found = VerificationRequest.objects.filter(pk=pk).first()
        if found is None:
            raise Http404
        try:
            return serve_document(services.open_paper(found, public_id, by=self.request.user))
        except NotFound as refusal:
            raise Http404 from refusal
