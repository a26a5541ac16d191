"""Every state, arrow and party: what is not an arrow is refused and changes nothing."""

import pytest

from marketplace.accounts.models import User
from marketplace.core.errors import IllegalTransition, NotAllowed, NotFound
from marketplace.core.machine import Arrow, Party, move
from marketplace.projects import states, transitions
from marketplace.projects.models import Project, RemovedProject
from marketplace.projects.states import ProjectState
from tests.cast import profile_of, project_of

PARTIES = [Party.NONE, *Party]


@pytest.mark.django_db
@pytest.mark.parametrize("arrow", states.PROJECT.arrows, ids=lambda arrow: arrow.action)
@pytest.mark.parametrize("state", ProjectState.values)
def test_a_project_moves_along_its_arrows_only(sam: User, arrow: Arrow, state: str) -> None:
    standing = project_of(profile_of(sam), state=state).standing
    for party in PARTIES:
        standing.state = state
        standing.save()
        if arrow.by & party and state in arrow.sources:
            move(standing, arrow, party=party)
            expected = arrow.target
        else:
            with pytest.raises(IllegalTransition if arrow.by & party else NotAllowed):
                move(standing, arrow, party=party)
            expected = state
        standing.refresh_from_db()
        assert standing.state == expected


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

    def test_an_archived_one_goes_and_its_address_is_remembered(self, sam: User) -> None:
        project = project_of(profile_of(sam), state="archived")
        transitions.delete(project.pk, by=sam)
        assert not Project.objects.filter(pk=project.pk).exists()
        assert RemovedProject.objects.get().public_id == project.public_id
