"""The pages of specialists and moderators, the API, and who gets a document."""

from datetime import timedelta

import pytest
from django.test import Client

from marketplace.accounts.models import OutgoingMail, User
from marketplace.audit.models import Event
from marketplace.core import clock
from marketplace.specialists.models import SpecialistProfile
from marketplace.verification import services, transitions
from marketplace.verification.models import VerificationRequest
from tests.media.conftest import Files
from tests.verification.papers import PDF, next_year, pdf, photo, request_of

pytestmark = pytest.mark.django_db
PAGE = "/specialist/verification/"
API = "/api/v1/me/verifications/"


@pytest.fixture
def browser(client: Client, sam: User, profile: SpecialistProfile) -> Client:
    client.force_login(sam)
    return client


class TestTheSpecialistsPages:
    def test_everything_that_can_be_proved_is_listed(self, browser: Client, sam: User) -> None:
        request_of(sam, "identity", "approved")
        page = browser.get(PAGE).content.decode()
        assert page.count('class="card row apart"') == 4
        assert page.count('class="badge verified"') == 1

    def test_documents_are_sent_answered_and_withdrawn(self, browser: Client, sam: User, mona: User) -> None:
        answer = browser.post(f"{PAGE}identity/", {"documents": [pdf(), photo()], "text": "Mine."})
        request = VerificationRequest.objects.get()
        assert (answer.status_code, request.state, request.documents.count()) == (302, "submitted", 2)
        assert "We are looking at what you sent" in browser.get(f"{PAGE}identity/").content.decode()
        transitions.take(request.pk, by=mona)
        transitions.ask(request.pk, note="The other side.", by=mona)
        assert "The other side." in browser.get(f"{PAGE}identity/").content.decode()
        assert browser.post(f"{PAGE}identity/", {"text": "There is none."}).status_code == 302
        request.refresh_from_db()
        assert (request.state, request.text) == ("submitted", "There is none.")
        assert browser.post(f"{PAGE}identity/withdraw/").status_code == 302
        request.refresh_from_db()
        assert request.state == "withdrawn"
        assert browser.post(f"{PAGE}identity/withdraw/").status_code == 404

    @pytest.mark.parametrize(
        ("said", "words"),
        [({}, "Send 1 to 5 documents."), ({"documents": [pdf()] * 6}, "Send 1 to 5 documents.")],
    )
    def test_what_cannot_be_taken_is_explained(self, browser: Client, said: dict[str, object], words: str) -> None:
        answer = browser.post(f"{PAGE}identity/", said)
        assert (answer.status_code, VerificationRequest.objects.count()) == (422, 0)
        assert words in answer.content.decode()

    def test_a_second_one_while_the_first_is_open_is_refused(self, browser: Client, sam: User) -> None:
        request_of(sam)
        answer = browser.post(f"{PAGE}identity/", {"documents": [pdf()]})
        assert (answer.status_code, VerificationRequest.objects.count()) == (409, 1)

    def test_an_unknown_kind_is_not_there(self, browser: Client) -> None:
        assert browser.get(f"{PAGE}email/").status_code == 404

    def test_who_has_no_profile_is_led_to_the_first_step(self, client: Client, clara: User) -> None:
        client.force_login(clara)
        for path in (PAGE, f"{PAGE}identity/"):
            assert client.get(path)["Location"] == "/specialist/profile/"


class TestDocuments:
    def test_the_owner_and_moderators_download_and_nobody_else_finds_it(
        self, browser: Client, desk: Client, sam: User, eve: User, mona: User, files: Files
    ) -> None:
        request = services.send("identity", by=sam, files=[pdf()])
        asset = request.documents.get().asset
        own, staffs = (
            f"/media-files/{asset.public_id}/passport.pdf",
            f"/admin/verifications/{request.pk}/{asset.public_id}/",
        )
        for answer in (browser.get(own), desk.get(staffs)):
            assert b"".join(answer.streaming_content) == PDF  # type: ignore[attr-defined]
            assert answer["Content-Disposition"] == 'attachment; filename="passport.pdf"'
            assert answer["X-Content-Type-Options"] == "nosniff"
            assert answer["Cache-Control"].startswith("private, no-store")
        stranger = Client()
        assert stranger.get(own).status_code == 404
        stranger.force_login(eve)
        assert stranger.get(own).status_code == 404
        assert desk.get(own).status_code == 404
        assert browser.get(staffs).status_code == 403
        assert browser.get(f"/media/{asset.file.name}").status_code == 404
        opened = Event.objects.get(kind="verification.document_opened")
        assert (opened.actor_id, opened.subject_id, opened.data) == (mona.pk, request.pk, {"document": asset.public_id})

    def test_a_document_of_another_request_is_not_there(self, desk: Client, sam: User) -> None:
        one, other = request_of(sam), request_of(sam, "licence")
        asset = other.documents.get().asset
        assert desk.get(f"/admin/verifications/{one.pk}/{asset.public_id}/").status_code == 404


class TestTheDesk:
    def test_the_menu_counts_and_the_list_begins_with_who_waits_longest(self, desk: Client, sam: User) -> None:
        later, first = request_of(sam, "identity"), request_of(sam, "licence")
        VerificationRequest.objects.filter(pk=first.pk).update(submitted_at=clock.now() - timedelta(days=2))
        decided = request_of(sam, "insurance", "approved", submitted_at=clock.now() - timedelta(days=3))
        assert "Verifications (2)" in desk.get("/admin/").content.decode()
        page = desk.get("/admin/verifications/").content.decode()
        places = [page.index(f'href="/admin/verifications/{one.pk}/"') for one in (first, later, decided)]
        assert places == sorted(places)

    def test_it_is_taken_up_confirmed_and_taken_back(self, desk: Client, sam: User, profile: SpecialistProfile) -> None:
        request = request_of(sam)
        address = f"/admin/verifications/{request.pk}/"
        assert 'value="approve"' not in desk.get(address).content.decode()
        assert desk.post(address, {"action": "take"})["Location"] == address
        assert desk.post(address, {"action": "approve"}).status_code == 422
        assert desk.post(address, {"action": "approve", "valid_until": str(next_year())}).status_code == 302
        assert desk.post(address, {"action": "revoke", "note": ""}).status_code == 422
        assert desk.post(address, {"action": "revoke", "note": "It was borrowed."}).status_code == 302
        request.refresh_from_db()
        assert (request.state, request.note) == ("revoked", "It was borrowed.")
        assert "It was borrowed." in desk.get(address).content.decode()

    def test_a_decision_that_comes_too_late_changes_nothing(self, desk: Client, sam: User) -> None:
        request = request_of(sam, state="rejected")
        desk.post(f"/admin/verifications/{request.pk}/", {"action": "reject", "note": "Again."})
        request.refresh_from_db()
        assert (request.state, request.note) == ("rejected", "Why.")

    def test_it_stands_beside_the_account(self, desk: Client, sam: User) -> None:
        request = request_of(sam)
        assert desk.get(f"/admin/verifications/{request.pk}/").status_code == 200
        assert desk.get("/admin/verifications/999999/").status_code == 404


class TestMail:
    @pytest.mark.parametrize(
        ("decide", "state", "subject", "words"),
        [
            ("approve", "in_review", "Confirmed: Identity", "Clients now see the mark"),
            ("ask", "in_review", "A question about your documents: Identity", "Blurred."),
            ("reject", "in_review", "Not confirmed: Identity", "Blurred."),
            ("revoke", "approved", "Taken back: Identity", "Blurred."),
        ],
    )
    def test_each_decision_is_mailed(
        self, sam: User, mona: User, decide: str, state: str, subject: str, words: str
    ) -> None:
        request = request_of(sam, state=state)
        said = {"valid_until": next_year()} if decide == "approve" else {"note": "Blurred."}
        getattr(transitions, decide)(request.pk, by=mona, **said)
        tell(request)
        mail = OutgoingMail.objects.get()
        assert (mail.to, mail.subject) == ("sam@example.com", subject)
        assert words in mail.text

    def test_it_is_in_the_persons_language(self, sam: User, profile: SpecialistProfile) -> None:
        request = services.send("identity", by=sam, files=[pdf()])
        tell(request)
        assert OutgoingMail.objects.get().subject == "We have your documents: Identity"

    def test_the_end_is_mailed_and_a_withdrawal_takes_the_papers(self, sam: User) -> None:
        over, gone = request_of(sam, state="approved", valid_until="2020-01-01"), request_of(sam)
        transitions.expire_due()
        transitions.withdraw(gone.pk, by=sam)
        tell(over)
        tell(gone)
        assert OutgoingMail.objects.get().subject == "Expired: Identity"
        assert gone.documents.count() == 0


def tell(request: VerificationRequest) -> None:
    """What a worker does with the latest event about the request."""
    from marketplace.verification import handlers

    event = Event.objects.filter(kind__startswith="verification", subject_id=request.pk).latest("pk")
    if event.kind in handlers.MAILS:
        handlers.tell_the_specialist(event)
    else:
        handlers.forget_what_was_sent(event)


class TestApi:
    def test_from_the_first_document_to_the_answer(self, browser: Client, sam: User, mona: User) -> None:
        listed = browser.get(API).json()["results"]
        assert [(one["kind"], one["is_verified"], one["request"]) for one in listed] == [
            ("identity", False, None),
            ("business", False, None),
            ("licence", False, None),
            ("insurance", False, None),
        ]
        made = browser.post(API, {"kind": "licence", "documents": [pdf(), photo()]})
        said = made.json()
        assert (made.status_code, said["state"], said["available_actions"]) == (201, "submitted", ["withdraw"])
        assert [paper["name"] for paper in said["documents"]] == ["passport.pdf", "card.webp"]
        request = VerificationRequest.objects.get()
        transitions.take(request.pk, by=mona)
        transitions.ask(request.pk, note="More.", by=mona)
        address = f"{API}{request.public_id}/"
        assert browser.get(address).json()["available_actions"] == ["answer", "withdraw"]
        answered = browser.post(f"{address}answer/", {"text": "Here.", "documents": [pdf()]})
        assert (answered.status_code, len(answered.json()["documents"])) == (200, 3)
        assert browser.post(f"{address}withdrawal/").json()["state"] == "withdrawn"
        assert browser.post(f"{address}withdrawal/").json()["code"] == "illegal_transition"

    def test_others_requests_do_not_exist(self, browser: Client, eve: User) -> None:
        request = request_of(eve, state="needs_info")
        address = f"{API}{request.public_id}/"
        for answer in (
            browser.get(address),
            browser.post(f"{address}answer/", {"text": "x"}),
            browser.post(f"{address}withdrawal/"),
        ):
            assert answer.status_code == 404
        request.refresh_from_db()
        assert request.state == "needs_info"

    @pytest.mark.parametrize(
        ("said", "status"),
        [({"kind": "identity"}, 400), ({"kind": "email", "documents": [pdf()]}, 400), ({}, 400)],
    )
    def test_half_a_request_is_refused(self, browser: Client, said: dict[str, object], status: int) -> None:
        assert (browser.post(API, said).status_code, VerificationRequest.objects.count()) == (status, 0)
