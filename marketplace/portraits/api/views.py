from drf_spectacular.utils import extend_schema
from rest_framework.permissions import IsAuthenticated
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from marketplace.accounts.api.serializers import Me
from marketplace.accounts.http import SignedInApiRequest
from marketplace.accounts.models import User
from marketplace.core.api.parsers import FormParser
from marketplace.core.api.shapes import checked
from marketplace.portraits import services
from marketplace.portraits.api.serializers import PortraitIn


class PortraitViewSet(GenericViewSet[User]):
    """Your own picture."""

    permission_classes = (IsAuthenticated,)
    parser_classes = (FormParser,)
    serializer_class = Me

    @extend_schema(operation_id="me_picture_update", request={"multipart/form-data": PortraitIn}, responses={200: Me})
    def update(self, request: SignedInApiRequest) -> Response:
        """A new picture of yourself, for your eyes only. It is in `picture` at once."""
        sent = checked(PortraitIn, request)
        services.change(request.user, file=sent.validated_data["file"], crop=sent.crop())
        return Response(self.get_serializer(request.user).data)

    @extend_schema(operation_id="me_picture_destroy", request=None, responses={200: Me})
    def destroy(self, request: SignedInApiRequest) -> Response:
        """No picture: initials are shown instead."""
        services.remove(request.user)
        return Response(self.get_serializer(request.user).data)
