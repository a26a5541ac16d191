from drf_spectacular.utils import extend_schema
from rest_framework.permissions import IsAuthenticated
from rest_framework.response import Response
from rest_framework.status import HTTP_201_CREATED
from rest_framework.viewsets import GenericViewSet

from marketplace.accounts.http import SignedInApiRequest
from marketplace.consents import selectors, services
from marketplace.consents.api.serializers import AskedOut, ConsentIn, ConsentList, ConsentOut
from marketplace.consents.models import Consent
from marketplace.core.api.shapes import checked


class ConsentViewSet(GenericViewSet[Consent]):
    """What one accepted."""

    permission_classes = (IsAuthenticated,)
    serializer_class = ConsentOut
    queryset = Consent.objects.none()

    @extend_schema(responses={200: ConsentList})
    def list(self, request: SignedInApiRequest) -> Response:
        """What you accepted, the latest first, and what you are asked to accept now."""
        given = ConsentOut(selectors.of(request.user), many=True).data
        missing = AskedOut(selectors.missing(request.user), many=True).data
        return Response({"results": given, "missing": missing, "next": None, "previous": None})

    @extend_schema(request=ConsentIn, responses={201: ConsentOut})
    def create(self, request: SignedInApiRequest) -> Response:
        """Accept a text; 412 when it has changed since you read it."""
        said = checked(ConsentIn, request).validated_data
        [consent] = services.accept(request.user, [(said["kind"], said["version"])])
        return Response(ConsentOut(consent).data, status=HTTP_201_CREATED)
