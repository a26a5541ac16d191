"""Lists of what is one's own: projects in any state, and what one has saved."""

from django.http import HttpResponse
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework.permissions import IsAuthenticated
from rest_framework.viewsets import GenericViewSet

from marketplace.accounts.http import SignedInApiRequest
from marketplace.core.api import pages
from marketplace.core.api.preconditions import tagged
from marketplace.projects import details, portfolios, rules, selectors
from marketplace.projects.api.serializers import OwnProjectsIn, OwnProjectWindow, ProjectWindow, SpecialistWindow
from marketplace.projects.models import Project, ProjectFavourite
from marketplace.projects.states import ProjectState
from marketplace.specialists import selectors as specialists
from marketplace.specialists.models import SpecialistFavourite

STATE = OpenApiParameter("state", str, enum=ProjectState.values, description="Only projects that stand so.")
PAGING = [pages.CURSOR, pages.LIMIT]
UNCHANGED = OpenApiResponse(description="Unchanged since If-None-Match.")


class OwnProjectViewSet(GenericViewSet[Project]):
    """One's own projects in any state."""

    permission_classes = (IsAuthenticated,)
    serializer_class = OwnProjectWindow
    queryset = Project.objects.none()

    @extend_schema(parameters=[STATE, *PAGING], responses={200: OwnProjectWindow, 304: UNCHANGED})
    def list(self, request: SignedInApiRequest) -> HttpResponse:
        """One's own projects, newest first, 24 a page: how each stands and what can be done. None yet: an empty list.

        Of a public project with changes that wait, `/projects/{public_id}/draft/` has the newest content.
        """
        asked = pages.asked(request, OwnProjectsIn)
        found = selectors.own_in_pages(request.user, state=asked["state"], cursor=asked["cursor"], size=asked["limit"])
        cards = details.own_cards(found.rows, rules.owners_party(request.user))
        return tagged(request, pages.page(request, cards, found))


class SavedProjectViewSet(GenericViewSet[ProjectFavourite]):
    """Projects that one has saved."""

    permission_classes = (IsAuthenticated,)
    serializer_class = ProjectWindow
    queryset = ProjectFavourite.objects.none()

    @extend_schema(parameters=PAGING, responses={200: ProjectWindow, 304: UNCHANGED})
    def list(self, request: SignedInApiRequest) -> HttpResponse:
        """The public projects among one's favourites, latest saved first, 24 a page."""
        asked = pages.asked(request)
        found = selectors.saved_by(request.user, cursor=asked["cursor"], size=asked["limit"])
        return tagged(request, pages.page(request, selectors.cards(found.rows, request.user), found))


class SavedSpecialistViewSet(GenericViewSet[SpecialistFavourite]):
    """Specialists whom one has saved."""

    permission_classes = (IsAuthenticated,)
    serializer_class = SpecialistWindow
    queryset = SpecialistFavourite.objects.none()

    @extend_schema(parameters=PAGING, responses={200: SpecialistWindow, 304: UNCHANGED})
    def list(self, request: SignedInApiRequest) -> HttpResponse:
        """The public specialists among one's favourites, latest saved first, 24 a page."""
        asked = pages.asked(request)
        found = specialists.saved_by(request.user, cursor=asked["cursor"], size=asked["limit"])
        return tagged(request, pages.page(request, portfolios.cards(found.rows, request.user), found))
