from drf_spectacular.utils import extend_schema
from rest_framework.permissions import IsAuthenticated
from rest_framework.response import Response
from rest_framework.status import HTTP_204_NO_CONTENT
from rest_framework.viewsets import GenericViewSet, ViewSet

from marketplace.accounts import services, sessions
from marketplace.accounts.api.authentication import session_key_of
from marketplace.accounts.api.serializers import Me, SignInList, SignInOut
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


class SignInViewSet(ViewSet):
    """Where you are signed in: browsers and apps in one list."""

    request: SignedInApiRequest
    permission_classes = (IsAuthenticated,)
    lookup_field = "sign_in"
    lookup_value_regex = f"[0-9a-f]{{{sessions.ID_LENGTH}}}"

    @extend_schema(responses={200: SignInList})
    def list(self, request: SignedInApiRequest) -> Response:
        """Every browser and app that is signed in, the latest first."""
        found = sessions.places(request.user, current=session_key_of(request))
        return Response({"results": [SignInOut(one).data for one in found], "next": None, "previous": None})

    @extend_schema(responses={204: None})
    def destroy(self, request: SignedInApiRequest, sign_in: str) -> Response:
        """Sign out there. Its access and refresh tokens are dead at once; it may be the one you call from."""
        sessions.sign_out_place(request.user, sign_in)
        return Response(status=HTTP_204_NO_CONTENT)

    @extend_schema(operation_id="me_sessions_destroy_all", responses={204: None})
    def destroy_all(self, request: SignedInApiRequest) -> Response:
        """Sign out everywhere, here too."""
        sessions.sign_out_everywhere(request.user)
        return Response(status=HTTP_204_NO_CONTENT)
