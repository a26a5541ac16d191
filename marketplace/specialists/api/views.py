from collections.abc import Callable
from dataclasses import asdict

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema, extend_schema_view
from rest_framework.decorators import action
from rest_framework.permissions import IsAuthenticated, IsAuthenticatedOrReadOnly
from rest_framework.response import Response
from rest_framework.status import HTTP_200_OK, HTTP_201_CREATED, HTTP_204_NO_CONTENT
from rest_framework.viewsets import GenericViewSet

from marketplace.accounts.http import SignedInApiRequest
from marketplace.analytics import services as analytics
from marketplace.analytics.http import viewer_of
from marketplace.analytics.selectors import window
from marketplace.analytics.states import Metric
from marketplace.audit.api.idempotency import IDEMPOTENCY_KEY, repeatable
from marketplace.core.api import pages
from marketplace.core.api.parsers import FormParser, JSONParser
from marketplace.core.api.preconditions import if_match, tag, tagged
from marketplace.core.api.shapes import DesiredIn, FavouriteOut, StatisticsOut, checked
from marketplace.core.errors import NotFound
from marketplace.core.ids import PATTERN
from marketplace.specialists import details, offerings, rules, saving, selectors, services, transitions
from marketplace.specialists.api.serializers import (
    AvatarIn,
    OfferingIn,
    OfferingList,
    OfferingOut,
    OwnSpecialist,
    ProfileIn,
    SpecialistDetail,
)
from marketplace.specialists.models import Offering, SpecialistProfile

IF_MATCH = OpenApiParameter("If-Match", str, "header", description="The ETag read before; 412 when it has changed.")
WINDOW = OpenApiParameter("window", int, enum=[7, 30], required=True, description="Days, today included.")

Move = Callable[..., SpecialistProfile]


def own_profile(request: SignedInApiRequest) -> SpecialistProfile:
    """The caller's profile. Raises NotFound (`no_profile`) before the first step."""
    specialist = selectors.own(request.user)
    if specialist is None:
        raise NotFound(_("Become a specialist first."), code="no_profile")
    return specialist


class SpecialistViewSet(GenericViewSet[SpecialistProfile]):
    """Specialists as everybody sees them."""

    request: SignedInApiRequest
    permission_classes = (IsAuthenticatedOrReadOnly,)
    serializer_class = SpecialistDetail
    queryset = SpecialistProfile.objects.none()
    lookup_field = "public_id"
    lookup_value_regex = PATTERN

    @extend_schema(
        responses={200: SpecialistDetail, 304: OpenApiResponse(description="Unchanged since If-None-Match.")}
    )
    def retrieve(self, request: SignedInApiRequest, public_id: str) -> HttpResponse:
        """One specialist with the price list. Others' private profiles do not exist."""
        found = selectors.detail(public_id, request.user)
        if found is None:
            if selectors.was_public(public_id):
                raise NotFound(_("This profile is gone."), code="gone")
            raise Http404
        analytics.seen(Metric.VIEW, found["tally_id"], viewer_of(request), owner_id=found["owner_id"])
        return tagged(request, pages.public(found), found["version"])

    @extend_schema(request=None, responses={200: FavouriteOut})
    @action(detail=True, methods=["put", "delete"], permission_classes=[IsAuthenticated])
    def favourite(self, request: SignedInApiRequest, public_id: str) -> Response:
        """Save the specialist, or forget them. Saying it twice changes nothing."""
        return self.save_as(public_id, desired=request.method == "PUT")

    @extend_schema(request=DesiredIn, responses={200: FavouriteOut})
    @action(detail=True, methods=["post"], permission_classes=[IsAuthenticated], url_path="favourite/toggle")
    def toggle(self, request: SignedInApiRequest, public_id: str) -> Response:
        """Save or forget, as `desired` says."""
        return self.save_as(public_id, desired=checked(DesiredIn, request).validated_data["desired"])

    def save_as(self, public_id: str, *, desired: bool) -> Response:
        count = saving.favourite(public_id, user=self.request.user, desired=desired)
        return Response({"is_favorite": desired, "favorites_count": count})


@extend_schema_view(
    submission=extend_schema(summary="Ask for publication"),
    pause=extend_schema(summary="Take the public profile out of sight for a while"),
    resumption=extend_schema(summary="Show a paused profile again"),
    closure=extend_schema(summary="Close the profile for good"),
)
class ProfileViewSet(GenericViewSet[SpecialistProfile]):
    """One's own profile."""

    request: SignedInApiRequest
    permission_classes = (IsAuthenticated,)
    serializer_class = OwnSpecialist
    queryset = SpecialistProfile.objects.none()

    @extend_schema(responses={200: OwnSpecialist})
    def retrieve(self, request: SignedInApiRequest) -> Response:
        """The newest content, how it stands, what is missing and what can be done."""
        return self.answer()

    @extend_schema(request=ProfileIn, responses={200: OwnSpecialist, 201: OwnSpecialist}, parameters=[IDEMPOTENCY_KEY])
    @repeatable
    def create(self, request: SignedInApiRequest) -> Response:
        """Become a specialist: a draft. There is one for each person, so another call changes the one there is."""
        sent, is_new = checked(ProfileIn, request), selectors.own(request.user) is None
        services.create(by=request.user, fields=sent.validated_data)
        return self.answer(HTTP_201_CREATED if is_new else HTTP_200_OK)

    @extend_schema(request=ProfileIn, responses={200: OwnSpecialist}, parameters=[IF_MATCH])
    def partial_update(self, request: SignedInApiRequest) -> Response:
        """Change values. Of a public profile, name, kind, headline and bio wait for a moderator."""
        specialist, sent = own_profile(request), checked(ProfileIn, request, partial=True)
        services.update(specialist.pk, by=request.user, fields=sent.validated_data, version=if_match(request))
        return self.answer()

    @extend_schema(request=None, responses={200: OwnSpecialist})
    @action(detail=True, methods=["post"])
    def submission(self, request: SignedInApiRequest) -> Response:
        return self.move(transitions.submit)

    @extend_schema(request=None, responses={200: OwnSpecialist})
    @action(detail=True, methods=["post"])
    def pause(self, request: SignedInApiRequest) -> Response:
        return self.move(transitions.pause)

    @extend_schema(request=None, responses={200: OwnSpecialist})
    @action(detail=True, methods=["post"])
    def resumption(self, request: SignedInApiRequest) -> Response:
        return self.move(transitions.resume)

    @extend_schema(request=None, responses={200: OwnSpecialist})
    @action(detail=True, methods=["post"])
    def closure(self, request: SignedInApiRequest) -> Response:
        return self.move(transitions.close)

    @extend_schema(request={"multipart/form-data": AvatarIn}, responses={200: OwnSpecialist}, parameters=[IF_MATCH])
    @action(detail=True, methods=["put"], parser_classes=[FormParser])
    def avatar(self, request: SignedInApiRequest) -> Response:
        """A new portrait, cut to a square from its middle. It shows at once."""
        specialist, sent = own_profile(request), checked(AvatarIn, request)
        file = sent.validated_data["file"]
        services.upload_avatar(specialist.pk, by=request.user, file=file, version=if_match(request))
        return self.answer()

    @extend_schema(request=None, responses={200: OwnSpecialist})
    @avatar.mapping.delete
    def without_avatar(self, request: SignedInApiRequest) -> Response:
        """No portrait: initials are shown instead."""
        services.change_avatar(own_profile(request).pk, by=request.user, asset=None, version=if_match(request))
        return self.answer()

    @extend_schema(responses={200: StatisticsOut}, parameters=[WINDOW])
    @action(detail=True)
    def statistics(self, request: SignedInApiRequest) -> Response:
        """What the profile brought in the last 7 or 30 days, day by day."""
        days = window(request.query_params.get("window", ""))
        return Response(asdict(selectors.statistics(own_profile(request), days)))

    def move(self, arrow: Move) -> Response:
        arrow(own_profile(self.request).pk, by=self.request.user)
        return self.answer()

    def answer(self, status: int = HTTP_200_OK) -> Response:
        specialist = own_profile(self.request)
        body = details.own(specialist, rules.party(specialist, self.request.user))
        return Response(body, status=status, headers={"ETag": tag(specialist.standing.version)})


class OfferingViewSet(GenericViewSet[Offering]):
    """One's own price list. Changes show at once."""

    request: SignedInApiRequest
    permission_classes = (IsAuthenticated,)
    parser_classes = (JSONParser,)
    serializer_class = OfferingOut
    queryset = Offering.objects.none()
    lookup_field = "public_id"
    lookup_value_regex = PATTERN

    @extend_schema(responses={200: OfferingList})
    def list(self, request: SignedInApiRequest) -> Response:
        """The whole price list, in its order."""
        return Response({"results": selectors.offerings(own_profile(request).pk), "next": None, "previous": None})

    @extend_schema(request=OfferingIn, responses={201: OfferingOut}, parameters=[IDEMPOTENCY_KEY])
    @repeatable
    def create(self, request: SignedInApiRequest) -> Response:
        """A new line at the end of the list; 40 at most."""
        specialist, sent = own_profile(request), checked(OfferingIn, request)
        offering = offerings.add(specialist.pk, by=request.user, fields=sent.fields_of_model())
        return Response(selectors.offering_values(offering), status=HTTP_201_CREATED)

    @extend_schema(responses={200: OfferingOut})
    def retrieve(self, request: SignedInApiRequest, public_id: str) -> HttpResponse:
        """One line of the list."""
        found = (line for line in selectors.offerings(own_profile(request).pk) if line["id"] == public_id)
        line = next(found, None)
        if line is None:
            raise Http404
        return Response(line)

    @extend_schema(request=OfferingIn, responses={200: OfferingOut})
    def partial_update(self, request: SignedInApiRequest, public_id: str) -> Response:
        """Change a line."""
        specialist, sent = own_profile(request), checked(OfferingIn, request, partial=True)
        offering = offerings.change(specialist.pk, public_id, by=request.user, fields=sent.fields_of_model())
        return Response(selectors.offering_values(offering))

    @extend_schema(responses={204: None})
    def destroy(self, request: SignedInApiRequest, public_id: str) -> Response:
        """Take a line off the list."""
        offerings.remove(own_profile(request).pk, public_id, by=request.user)
        return Response(status=HTTP_204_NO_CONTENT)
