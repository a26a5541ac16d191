"""What specialists send to be confirmed, what moderators decide, and what others see of it."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from marketplace.accounts.models import User
from marketplace.audit.models import Event
from marketplace.core import clock
from marketplace.core.errors import IllegalTransition, Invalid, LimitReached, NotAllowed, NotFound
from marketplace.media.models import MediaAsset
from marketplace.specialists import selectors as specialists
from marketplace.specialists.models import SpecialistProfile
from marketplace.verification import selectors, services, transitions
from marketplace.verification.models import VerificationRequest
from marketplace.verification.states import VerificationState
from tests.cast import at_once
from tests.media.conftest import Files
from tests.verification.papers import PDF, next_year, pdf, photo, request_of

pytestmark = pytest.mark.django_db


def badges(profile: SpecialistProfile) -> list[str]:
    """What anybody sees."""
    shown = specialists.detail(profile.public_id, User())
    assert shown is not None
    found: list[str] = shown["badges"]
    return found


class TestSending:
    def test_a_pdf_is_kept_as_it_is_and_a_photo_is_made_anew(
        self, profile: SpecialistProfile, sam: User, files: Files
    ) -> None:
        request = services.send("identity", by=sam, files=[pdf(), photo()], text=" Both sides. ")
        papers = [document.asset for document in request.documents.all()]
        assert [(one.original_name, one.mime, one.kind) for one in papers] == [
            ("passport.pdf", "application/pdf", "document"),
            ("card.webp", "image/webp", "document"),
        ]
        assert papers[0].file.open().read() == PDF
        assert (request.state, request.text, request.kind) == ("submitted", "Both sides.", "identity")
        assert {name.split("/")[0] for name in files()} == {"files"}
        event = Event.objects.get(kind="verification.submitted")
        assert (event.actor_id, event.subject_id, event.data) == (sam.pk, request.pk, {"what": "identity"})

    @pytest.mark.parametrize(
        ("sent", "code"),
        [
            ([], "document_count"),
            ([pdf] * 6, "document_count"),
            ([pdf, lambda: SimpleUploadedFile("plan.docx", b"PK\x03\x04plan")], "proof_type"),
            ([lambda: SimpleUploadedFile("a.pdf", b"%PDF-1.4 and no end")], "document_broken"),
            ([lambda: SimpleUploadedFile("a.html", b"<script>alert(1)</script>")], "proof_type"),
            ([lambda: SimpleUploadedFile("a.pdf", b"")], "image_size"),
        ],
    )
    def test_what_cannot_be_taken_leaves_nothing(
        self, profile: SpecialistProfile, sam: User, sent: list[object], code: str
    ) -> None:
        with pytest.raises(Invalid) as refusal:
            services.send("identity", by=sam, files=[make() for make in sent])  # type: ignore[operator]
        assert refusal.value.code == code
        assert VerificationRequest.objects.count() == 0
        released = Event.objects.filter(kind="media.orphaned").count()
        assert released == MediaAsset.objects.count()

    def test_who_has_no_profile_and_who_is_limited_is_refused(self, clara: User, sam: User) -> None:
        with pytest.raises(NotAllowed) as refusal:
            services.send("identity", by=clara, files=[pdf()])
        assert (refusal.value.code, VerificationRequest.objects.count()) == ("no_profile", 0)

    def test_one_of_a_kind_is_open_at_a_time(self, profile: SpecialistProfile, sam: User) -> None:
        services.send("identity", by=sam, files=[pdf()])
        with pytest.raises(LimitReached):
            services.send("identity", by=sam, files=[pdf()])
        services.send("licence", by=sam, files=[pdf()])
        assert sorted(VerificationRequest.objects.values_list("kind", flat=True)) == ["identity", "licence"]
        assert MediaAsset.objects.count() == 2

    def test_an_unknown_kind_is_refused(self, profile: SpecialistProfile, sam: User) -> None:
        with pytest.raises(Invalid):
            services.send("email", by=sam, files=[pdf()])

    def test_words_have_an_end(self, profile: SpecialistProfile, sam: User) -> None:
        with pytest.raises(Invalid) as refusal:
            services.send("identity", by=sam, files=[pdf()], text="x" * 1001)
        assert (refusal.value.field, MediaAsset.objects.count()) == ("text", 0)


class TestDeciding:
    def test_from_the_first_look_to_the_badge(self, profile: SpecialistProfile, sam: User, mona: User) -> None:
        request = services.send("insurance", by=sam, files=[pdf()])
        assert badges(profile) == []
        assert transitions.take(request.pk, by=mona).reviewer == mona
        transitions.approve(request.pk, valid_until=next_year(), by=mona)
        assert badges(profile) == ["insured"]
        assert list(Event.objects.filter(kind__startswith="verification").values_list("kind", "actor")) == [
            ("verification.submitted", sam.pk),
            ("verification.taken", mona.pk),
            ("verification.approved", mona.pk),
        ]

    def test_a_question_is_answered_with_another_document(
        self, profile: SpecialistProfile, sam: User, mona: User
    ) -> None:
        request = request_of(sam, state="in_review")
        transitions.ask(request.pk, note="The other side, please.", by=mona)
        answered = services.answer(request.public_id, by=sam, files=[photo()], text="Here.")
        assert (answered.state, answered.text, answered.documents.count()) == ("submitted", "Here.", 2)

    def test_an_answer_to_nothing_is_refused_and_keeps_nothing(self, profile: SpecialistProfile, sam: User) -> None:
        request = request_of(sam)
        with pytest.raises(IllegalTransition):
            services.answer(request.public_id, by=sam, files=[photo()])
        assert request.documents.count() == 1

    def test_five_documents_are_as_many_as_an_answer_may_lead_to(self, profile: SpecialistProfile, sam: User) -> None:
        request = request_of(sam, state="needs_info")
        with pytest.raises(Invalid):
            services.answer(request.public_id, by=sam, files=[photo()] * 5)
        assert (request.documents.count(), MediaAsset.objects.count()) == (1, 1)

    @pytest.mark.parametrize("days", [None, -1, 4000])
    def test_a_confirmation_needs_a_day_that_is_to_come(self, sam: User, mona: User, days: int | None) -> None:
        request = request_of(sam, state="in_review")
        day = None if days is None else clock.today() + timedelta(days=days)
        with pytest.raises(Invalid):
            transitions.approve(request.pk, valid_until=day, by=mona)
        request.refresh_from_db()
        assert (request.state, request.valid_until) == ("in_review", None)

    @pytest.mark.parametrize(
        ("decide", "state"), [("ask", "in_review"), ("reject", "in_review"), ("revoke", "approved")]
    )
    def test_a_reason_is_needed(self, sam: User, mona: User, decide: str, state: str) -> None:
        request = request_of(sam, state=state)
        with pytest.raises(Invalid):
            getattr(transitions, decide)(request.pk, note=" ", by=mona)
        request.refresh_from_db()
        assert request.state == state

    def test_nobody_decides_about_themselves_and_strangers_never(self, mona: User, sam: User, eve: User) -> None:
        own, other = request_of(mona), request_of(sam)
        for request, by in ((own, mona), (other, eve), (other, sam)):
            with pytest.raises(NotAllowed):
                transitions.take(request.pk, by=by)
        assert set(VerificationRequest.objects.values_list("state", flat=True)) == {"submitted"}

    def test_a_newer_confirmation_takes_the_older_ones_place(
        self, profile: SpecialistProfile, sam: User, mona: User
    ) -> None:
        old, new = request_of(sam, state="approved"), request_of(sam, state="in_review")
        transitions.approve(new.pk, valid_until=next_year(), by=mona)
        old.refresh_from_db()
        assert (old.state, badges(profile)) == ("expired", ["identity_verified"])
        assert Event.objects.get(kind="verification.replaced").subject_id == old.pk

    def test_a_strangers_request_cannot_be_withdrawn_or_answered(self, sam: User, profile: object, eve: User) -> None:
        request = request_of(sam)
        with pytest.raises(NotFound):
            transitions.withdraw(request.pk, by=eve)
        request.refresh_from_db()
        assert request.state == "submitted"


class TestTime:
    def test_the_badge_is_gone_the_day_after_before_any_task_has_run(
        self, profile: SpecialistProfile, sam: User
    ) -> None:
        request = request_of(sam, state="approved", valid_until=clock.today())
        assert badges(profile) == ["identity_verified"]
        VerificationRequest.objects.update(valid_until=clock.today() - timedelta(days=1))
        assert (badges(profile), selectors.badges_of(sam.pk)) == ([], [])
        request.refresh_from_db()
        assert request.state == "approved"

    def test_the_clock_ends_what_is_over_and_nothing_else(self, sam: User) -> None:
        today = request_of(sam, "identity", "approved", valid_until=clock.today())
        over = request_of(sam, "licence", "approved", valid_until=clock.today() - timedelta(days=1))
        assert (transitions.expire_due(), transitions.expire_due()) == (1, 0)
        assert [VerificationRequest.objects.get(pk=one.pk).state for one in (today, over)] == ["approved", "expired"]

    def test_papers_go_with_a_withdrawal_and_a_month_after_the_end(self, sam: User, mona: User) -> None:
        rejected, kept = request_of(sam, state="rejected"), request_of(sam, "licence", "rejected")
        VerificationRequest.objects.filter(pk=rejected.pk).update(state_since=clock.now() - timedelta(days=31))
        assert services.forget_old_papers() == 1
        assert (rejected.documents.count(), kept.documents.count()) == (0, 1)
        assert services.forget_papers(request_of(sam, "insurance").pk) == 0


class TestDatabase:
    @pytest.mark.parametrize(
        ("state", "values"),
        [
            ("approved", {"valid_until": None}),
            ("submitted", {"valid_until": timezone.now().date()}),
            ("rejected", {"note": ""}),
            ("done", {}),
        ],
    )
    def test_it_refuses_what_no_arrow_leads_to(self, sam: User, state: str, values: dict[str, object]) -> None:
        with pytest.raises(IntegrityError), transaction.atomic():
            request_of(sam, state=state, **values)

    @pytest.mark.parametrize(("first", "second"), [("submitted", "needs_info"), ("approved", "approved")])
    def test_it_holds_one_open_and_one_good_of_a_kind(self, sam: User, first: str, second: str) -> None:
        request_of(sam, state=first)
        with pytest.raises(IntegrityError), transaction.atomic():
            request_of(sam, state=second)


@pytest.mark.parametrize(
    ("kind", "badge"),
    [
        ("identity", "identity_verified"),
        ("business", "business_verified"),
        ("licence", "licensed"),
        ("insurance", "insured"),
    ],
)
def test_each_kind_has_its_badge_on_the_card_in_the_api_and_on_the_page(
    client: Client, profile: SpecialistProfile, sam: User, kind: str, badge: str
) -> None:
    words = {"identity": "Identity verified", "business": "Registered business", "licence": "Licensed"}
    request_of(sam, kind, "approved")
    assert client.get(f"/api/v1/specialists/{profile.public_id}/").json()["badges"] == [badge]
    assert words.get(kind, "Insured") in client.get(profile.get_absolute_url()).content.decode()


@pytest.mark.parametrize("state", [state for state in VerificationState if state != "approved"])
def test_no_other_state_gives_a_badge(profile: SpecialistProfile, sam: User, state: str) -> None:
    request_of(sam, state=state)
    assert badges(profile) == []


@pytest.mark.django_db(transaction=True)
def test_two_moderators_at_once_come_to_one_decision(sam: User, mona: User, eve: User) -> None:
    eve.groups.set(mona.groups.all())
    request = request_of(sam, state="in_review")
    said = at_once(
        lambda: transitions.approve(request.pk, valid_until=next_year(), by=mona).state,
        lambda: transitions.reject(request.pk, note="Blurred.", by=eve).state,
    )
    request.refresh_from_db()
    assert [isinstance(one, IllegalTransition) for one in said].count(True) == 1
    assert request.state in [str(one) for one in said]
    assert Event.objects.filter(kind__in=("verification.approved", "verification.rejected")).count() == 1


@pytest.mark.django_db(transaction=True)
def test_without_the_lock_both_decisions_would_be_written(
    sam: User, mona: User, eve: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: what the test above would let through."""
    from threading import Barrier

    eve.groups.set(mona.groups.all())
    request, both = request_of(sam, state="in_review"), Barrier(2)

    def unlocked(queryset: object, request_id: int) -> VerificationRequest:
        found = VerificationRequest.objects.get(pk=request_id)
        both.wait(60)
        return found

    monkeypatch.setattr(type(VerificationRequest.objects.all()), "lock", unlocked)
    monkeypatch.setattr(type(VerificationRequest.objects), "lock", unlocked)
    at_once(
        lambda: transitions.approve(request.pk, valid_until=next_year(), by=mona).state,
        lambda: transitions.reject(request.pk, note="Blurred.", by=eve).state,
    )
    assert Event.objects.filter(kind__in=("verification.approved", "verification.rejected")).count() == 2


@pytest.mark.django_db(transaction=True)
def test_the_same_proof_sent_twice_at_once_is_one_request(profile: SpecialistProfile, sam: User) -> None:
    said = at_once(*[lambda: services.send("identity", by=sam, files=[pdf()]).state] * 2)
    assert sorted(str(getattr(one, "code", one)) for one in said) == ["open_already", "submitted"]
    assert VerificationRequest.objects.count() == 1
