"""A profile moves along its arrows, for those who may ask, and along nothing else."""

from collections.abc import Callable
from threading import Event
from typing import Any

import pytest
from django.contrib.auth.models import Group

from marketplace.accounts.models import User
from marketplace.core.errors import IllegalTransition, Invalid, NotAllowed, NotFound, Stale
from marketplace.core.machine import Party
from marketplace.moderation.rules import staff_party
from marketplace.specialists import rules, services, states, transitions
from marketplace.specialists.models import SpecialistProfile
from marketplace.specialists.querysets import SpecialistQuerySet
from marketplace.specialists.states import ProfileState
from tests.cast import at_once
from tests.specialists.cast import again, complete, kinds, published, standing


def test_every_state_but_the_first_is_reached() -> None:
    assert set(ProfileState.values) - {arrow.target for arrow in states.PROFILE.arrows} == {"draft"}


def test_what_is_offered_is_what_would_be_taken() -> None:
    assert states.PROFILE.actions("published", Party.SPECIALIST) == ["pause", "close"]
    assert states.PROFILE.actions("in_review", Party.MODERATOR) == ["approve", "request_changes", "reject"]
    assert states.PROFILE.actions("suspended", Party.SPECIALIST) == []


def test_staff_are_known_by_their_groups(mona: User, clara: User) -> None:
    assert staff_party(mona) == Party.MODERATOR
    clara.groups.add(Group.objects.create(name="admin"))
    assert staff_party(clara) == Party.MODERATOR | Party.ADMIN
    clara.is_active = False
    assert staff_party(clara) == Party.NONE


class TestTheWayToThePublic:
    @pytest.fixture(autouse=True)
    def stage(self, sam: User, mona: User, eve: User) -> None:
        self.sam, self.mona, self.eve = sam, mona, eve
        self.profile = complete(sam)

    def submitted(self) -> int:
        """The id of the revision that moderators are asked about."""
        return transitions.submit(self.profile.pk, by=self.sam).standing.draft_id

    def world(self) -> tuple[object, ...]:
        stand = standing(self.profile)
        return (stand.state, stand.draft_id, stand.note, stand.version, again(self.profile).bio, kinds(self.profile))

    def refused(self, error: type[Exception], call: Callable[..., Any], **values: Any) -> Any:
        before = self.world()
        with pytest.raises(error) as refusal:
            call(self.profile.pk, **values)
        assert self.world() == before
        return refusal.value

    def test_an_incomplete_profile_is_refused_with_what_is_missing(self) -> None:
        services.change_avatar(self.profile.pk, by=self.sam, asset=None)
        services.update(self.profile.pk, by=self.sam, fields={"bio": ""})
        error = self.refused(Invalid, transitions.submit, by=self.sam)
        assert (error.code, error.field) == ("incomplete", "bio")
        assert str(error) == "Still to do before you submit: About you, Your picture."

    def test_it_is_submitted_approved_paused_resumed_suspended_restored_and_closed(self) -> None:
        pk = self.profile.pk
        transitions.approve(pk, revision_id=self.submitted(), by=self.mona)
        assert rules.is_public(again(self.profile))
        transitions.pause(pk, by=self.sam)
        assert not SpecialistProfile.objects.public().exists()
        transitions.resume(pk, by=self.sam)
        transitions.suspend(pk, note="Fake photos.", by=self.mona)
        assert standing(self.profile).note == "Fake photos."
        transitions.restore(pk, by=self.mona)
        assert standing(self.profile).note == ""
        transitions.close(pk, by=self.sam)
        assert kinds(self.profile)[3:] == [
            f"specialist.{fact}"
            for fact in ("submitted", "published", "paused", "resumed", "suspended", "restored", "closed")
        ]

    def test_a_reason_comes_back_with_a_returned_profile(self) -> None:
        transitions.request_changes(self.profile.pk, revision_id=self.submitted(), note=" Say where. ", by=self.mona)
        stand = standing(self.profile)
        assert (stand.state, stand.note) == ("changes_requested", "Say where.")
        transitions.reject(self.profile.pk, revision_id=self.submitted(), note="No.", by=self.mona)
        assert standing(self.profile).state == "rejected"

    def test_without_a_reason_nothing_is_returned(self) -> None:
        revision = self.submitted()
        for note in ("", "  ", "x" * 501):
            for call in (transitions.request_changes, transitions.reject):
                error = self.refused(Invalid, call, revision_id=revision, note=note, by=self.mona)
                assert error.field == "note"

    def test_only_moderators_decide(self) -> None:
        revision = self.submitted()
        for person in (self.sam, self.eve):
            self.refused(NotAllowed, transitions.approve, revision_id=revision, by=person)
            self.refused(NotAllowed, transitions.reject, revision_id=revision, note="No.", by=person)

    def test_the_owner_cannot_suspend_and_a_moderator_cannot_pause(self) -> None:
        transitions.approve(self.profile.pk, revision_id=self.submitted(), by=self.mona)
        self.refused(NotAllowed, transitions.suspend, note="Mine.", by=self.sam)
        self.refused(NotAllowed, transitions.pause, by=self.mona)
        self.refused(NotAllowed, transitions.pause, by=self.eve)

    def test_a_stranger_does_not_find_a_draft(self) -> None:
        for call in (transitions.submit, transitions.pause, transitions.resume, transitions.close):
            self.refused(NotFound, call, by=self.eve)

    def test_an_administrator_may_close_it_and_a_moderator_may_not(self) -> None:
        self.refused(NotAllowed, transitions.close, by=self.mona)
        self.eve.groups.add(Group.objects.create(name="admin"))
        transitions.close(self.profile.pk, by=self.eve)
        assert standing(self.profile).state == "closed"

    def test_what_the_moderator_saw_is_published_and_nothing_newer(self) -> None:
        seen = self.submitted()
        services.update(self.profile.pk, by=self.sam, fields={"bio": "Unreviewed spam."})
        self.refused(Stale, transitions.approve, revision_id=seen, by=self.mona)
        self.refused(Stale, transitions.reject, revision_id=seen, note="No.", by=self.mona)
        assert standing(self.profile).state == "in_review"
        transitions.approve(self.profile.pk, revision_id=standing(self.profile).draft_id, by=self.mona)
        assert again(self.profile).bio == "Unreviewed spam."

    def test_a_suspended_profiles_change_waits_until_it_is_restored(self) -> None:
        transitions.approve(self.profile.pk, revision_id=self.submitted(), by=self.mona)
        services.update(self.profile.pk, by=self.sam, fields={"bio": "New words."})
        waiting = standing(self.profile).draft_id
        transitions.suspend(self.profile.pk, note="Fake photos.", by=self.mona)
        assert not SpecialistProfile.objects.waiting().exists()
        self.refused(IllegalTransition, transitions.approve, revision_id=waiting, by=self.mona)
        transitions.restore(self.profile.pk, by=self.mona)
        assert list(SpecialistProfile.objects.waiting()) == [self.profile]

    def test_a_rejected_change_leaves_the_public_words(self) -> None:
        transitions.approve(self.profile.pk, revision_id=self.submitted(), by=self.mona)
        services.update(self.profile.pk, by=self.sam, fields={"bio": "Spam."})
        transitions.reject(
            self.profile.pk, revision_id=standing(self.profile).draft_id, note="No spam, please.", by=self.mona
        )
        assert (standing(self.profile).state, again(self.profile).bio) == ("published", "Twenty years of kitchens.")


@pytest.mark.django_db(transaction=True)
class TestApprovalAndEditAtOnce:
    def outcomes(self, sam: User, mona: User) -> tuple[SpecialistProfile, int, list[object]]:
        profile = published(sam, mona)
        services.update(profile.pk, by=sam, fields={"bio": "Reviewed."})
        seen = standing(profile).draft_id
        outcomes = at_once(
            lambda: transitions.approve(profile.pk, revision_id=seen, by=mona),
            lambda: services.update(profile.pk, by=sam, fields={"bio": "Newer."}),
        )
        return profile, seen, outcomes

    def test_the_newer_words_are_never_lost_nor_public_unseen(self, sam: User, mona: User) -> None:
        for _round in range(5):
            SpecialistProfile.objects.filter(user=sam).update(user=User.objects.create_user(f"{_round}@example.com"))
            profile, seen, (approval, edit) = self.outcomes(sam, mona)
            assert not isinstance(edit, Exception)
            assert isinstance(approval, Stale | SpecialistProfile)
            public = "Twenty years of kitchens." if isinstance(approval, Stale) else "Reviewed."
            assert again(profile).bio == public
            stand = standing(profile)
            assert stand.draft_id not in (None, seen)
            assert (stand.draft.as_object().bio, stand.submitted_at is None) == ("Newer.", False)

    def test_control_without_the_lock_the_newer_words_are_lost(
        self, sam: User, mona: User, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Shows that the test above can fail: unlocked, the approval goes by how things stood before the edit."""
        profile = published(sam, mona)
        services.update(profile.pk, by=sam, fields={"bio": "Reviewed."})
        seen, approval_has_read, edit_is_done = standing(profile).draft_id, Event(), Event()

        def unlocked(rows: SpecialistQuerySet, profile_id: int) -> SpecialistProfile:
            found = rows.select_related("user", "standing__draft").get(pk=profile_id)
            if not approval_has_read.is_set():
                approval_has_read.set()
                edit_is_done.wait(10)
            return found

        def edit() -> None:
            approval_has_read.wait(10)
            services.update(profile.pk, by=sam, fields={"bio": "Newer."})
            edit_is_done.set()

        monkeypatch.setattr(SpecialistQuerySet, "lock", unlocked)
        [approval, _edited] = at_once(lambda: transitions.approve(profile.pk, revision_id=seen, by=mona), edit)
        assert not isinstance(approval, Stale)
        assert (again(profile).bio, standing(profile).draft_id) == ("Reviewed.", None)
