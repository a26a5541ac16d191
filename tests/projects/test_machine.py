"""What an owner does with a project that nobody is to see any more."""

import pytest

from marketplace.accounts.models import User
from marketplace.core.errors import IllegalTransition, NotAllowed, NotFound
from marketplace.projects import states, transitions
from marketplace.projects.models import Project, RemovedProject
from marketplace.projects.states import ProjectState
from tests.cast import profile_of, project_of


def test_every_state_is_reached_or_a_beginning() -> None:
    assert set(ProjectState.values) - {arrow.target for arrow in states.PROJECT.arrows} == {"draft"}


@pytest.mark.django_db
class TestArchiving:
    def test_an_archived_project_is_out_of_sight_until_it_is_shown_again(self, sam: User) -> None:
        project = project_of(profile_of(sam))
        transitions.archive(project.pk, by=sam)
        assert list(Project.objects.public()) == []
        transitions.restore(project.pk, by=sam)
        assert list(Project.objects.public()) == [project]

    def test_a_stranger_may_not_archive_it(self, sam: User, eve: User) -> None:
        project = project_of(profile_of(sam))
        with pytest.raises(NotAllowed):
            transitions.archive(project.pk, by=eve)
        assert Project.objects.get(pk=project.pk).standing.state == "published"

    def test_a_stranger_does_not_even_know_of_a_draft(self, sam: User, eve: User) -> None:
        project = project_of(profile_of(sam), state="draft")
        with pytest.raises(NotFound):
            transitions.archive(project.pk, by=eve)


@pytest.mark.django_db
class TestDeleting:
    def test_a_public_project_is_archived_first(self, sam: User) -> None:
        project = project_of(profile_of(sam))
        with pytest.raises(IllegalTransition):
            transitions.delete(project.pk, by=sam)
        assert Project.objects.filter(pk=project.pk).exists()

    @pytest.mark.parametrize("state", ["in_review", "hidden"])
    def test_what_a_moderator_has_in_hand_stays(self, sam: User, state: str) -> None:
        project = project_of(profile_of(sam), state=state)
        with pytest.raises(IllegalTransition):
            transitions.delete(project.pk, by=sam)
        assert Project.objects.get(pk=project.pk).photos.count() == 2

    @pytest.mark.parametrize("state", ["draft", "changes_requested", "rejected"])
    def test_what_was_never_public_goes_without_a_trace(self, sam: User, eve: User, state: str) -> None:
        project = project_of(profile_of(sam), state=state)
        with pytest.raises(NotFound):
            transitions.delete(project.pk, by=eve)
        transitions.delete(project.pk, by=sam)
        assert (Project.objects.count(), RemovedProject.objects.count()) == (0, 0)

    def test_an_archived_one_goes_and_its_address_is_remembered(self, sam: User) -> None:
        project = project_of(profile_of(sam), state="archived")
        transitions.delete(project.pk, by=sam)
        assert not Project.objects.filter(pk=project.pk).exists()
        assert RemovedProject.objects.get().public_id == project.public_id
