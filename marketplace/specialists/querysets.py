from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db import models
from django.db.models import Expression, F, Q
from django.utils.translation import gettext as _

from marketplace.accounts.states import SHOWN
from marketplace.core.errors import NotFound
from marketplace.specialists.states import REVIEWABLE, ProfileState

if TYPE_CHECKING:
    from marketplace.specialists.models import SpecialistProfile

PUBLIC = Q(standing__state=ProfileState.PUBLISHED, user__state__in=SHOWN)


class SpecialistQuerySet(models.QuerySet["SpecialistProfile"]):
    def public(self) -> SpecialistQuerySet:
        """What anybody may see."""
        return self.filter(PUBLIC)

    def visible_to(self, viewer: Expression | int) -> SpecialistQuerySet:
        """What anybody may see, and the viewer's own profile whatever its state."""
        return self.filter(PUBLIC | Q(user_id=viewer))

    def owned_by(self, user: AbstractBaseUser | AnonymousUser) -> SpecialistQuerySet:
        return self.filter(user=user.pk)

    def best_first(self) -> SpecialistQuerySet:
        """Best rated first, those without a rating last; among equals those saved most."""
        return self.order_by(F("rating__average").desc(nulls_last=True), "-tally__favourites", "pk")

    def waiting(self) -> SpecialistQuerySet:
        """What a moderator is asked about, longest waiting first."""
        asked = self.filter(standing__submitted_at__isnull=False, standing__state__in=REVIEWABLE)
        return asked.order_by("standing__submitted_at", "pk")

    def locked(self) -> SpecialistQuerySet:
        """The profile's own row locked: whoever changes a profile or what belongs to it waits here."""
        return self.select_for_update(of=("self",))

    def lock(self, profile_id: int) -> SpecialistProfile:
        """The profile, locked, with how it stands. Raises NotFound.

        Two statements: rows joined to the one that is locked would show what was true before the wait.
        """
        if not self.locked().filter(pk=profile_id).values_list("pk"):
            raise NotFound(_("There is no such profile."))
        return self.select_related("user", "standing__draft").get(pk=profile_id)
