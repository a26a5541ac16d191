from drf_spectacular.utils import extend_schema
from rest_framework.permissions import IsAuthenticated
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from marketplace.accounts import services
from marketplace.accounts.api.serializers import Me
from marketplace.accounts.http import SignedInApiRequest
from marketplace.accounts.models import User


class MeViewSet(GenericViewSet[User]):
    """Your own account."""

    request: SignedInApiRequest
    permission_classes = (IsAuthenticated,)
    serializer_class = Me

    @extend_schema(operation_id="me_retrieve")
    def retrieve(self, request: SignedInApiRequest) -> Response:
        """Who is signed in."""
        return Response(self.get_serializer(request.user).data)

    @extend_schema(operation_id="me_partial_update")
    def partial_update(self, request: SignedInApiRequest) -> Response:
        """Change your name, language or time zone."""
        serializer = self.get_serializer(request.user, data=request.data, partial=True)
        serializer.is_valid(raise_exception=True)
        services.update_person(request.user, **serializer.validated_data)
        return Response(self.get_serializer(request.user).data)
