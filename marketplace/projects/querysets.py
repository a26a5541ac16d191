from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db import models
from django.utils.translation import gettext as _

from marketplace.accounts.states import SHOWN
from marketplace.core.errors import NotFound
from marketplace.projects.states import REVIEWABLE, ProjectState
from marketplace.specialists.states import ProfileState

if TYPE_CHECKING:
    from marketplace.projects.models import Project


class ProjectQuerySet(models.QuerySet["Project"]):
    def public(self) -> ProjectQuerySet:
        """What anybody may see: published, by a published specialist whose account is in order."""
        return self.filter(
            standing__state=ProjectState.PUBLISHED,
            specialist__standing__state=ProfileState.PUBLISHED,
            specialist__user__state__in=SHOWN,
        )

    def owned_by(self, user: AbstractBaseUser | AnonymousUser) -> ProjectQuerySet:
        return self.filter(specialist__user=user.pk)

    def waiting(self) -> ProjectQuerySet:
        """What a moderator is asked about, longest waiting first."""
        asked = self.filter(standing__submitted_at__isnull=False, standing__state__in=REVIEWABLE)
        return asked.order_by("standing__submitted_at", "pk")

    def locked(self) -> ProjectQuerySet:
        """The project's own row locked: whoever changes a project or its photos waits here."""
        return self.select_for_update(of=("self",))

    def lock(self, project_id: int) -> Project:
        """The project, locked, with how it stands. Raises NotFound.

        Two statements: rows joined to the one that is locked would show what was true before the wait.
        """
        if not self.locked().filter(pk=project_id).values_list("pk"):
            raise NotFound(_("There is no such project."))
        return self.select_related("specialist__user", "standing__draft").get(pk=project_id)
