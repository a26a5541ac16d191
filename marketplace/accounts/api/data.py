"""A copy of one's data, the account switched off or erased. Apps prove the person anew before."""

from typing import Any

from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.generics import GenericAPIView
from rest_framework.permissions import IsAuthenticated
from rest_framework.response import Response

from marketplace.accounts import copies, erasure, selectors, transitions
from marketplace.accounts.api.authentication import signed_in_recently
from marketplace.accounts.http import SignedInApiRequest, download
from marketplace.accounts.models import DataRequest
from marketplace.accounts.states import DataKind
from marketplace.core.errors import NotAllowed


class Request(serializers.ModelSerializer[DataRequest]):
    """What was asked for, how it stands, and when it is due: an erasure is carried out then, a copy goes."""

    state = serializers.CharField(read_only=True)

    class Meta:
        model = DataRequest
        fields = ["public_id", "kind", "state", "created_at", "due_at", "bytes"]
        read_only_fields = fields


class Requests(serializers.Serializer[Any]):
    """The requests that are open; null where there is none."""

    copy = Request(allow_null=True, read_only=True)
    erasure = Request(allow_null=True, read_only=True)


def require_recent_sign_in(request: SignedInApiRequest) -> None:
    """Raises NotAllowed (`reauthentication_required`) unless this session was proved within the last minutes."""
    if not signed_in_recently(request):
        raise NotAllowed(_("Enter your password again, then repeat this."), code="reauthentication_required")


class DataView(GenericAPIView[DataRequest]):
    """What you asked for about your data."""

    request: SignedInApiRequest
    permission_classes = (IsAuthenticated,)
    serializer_class = Requests

    @extend_schema(operation_id="me_data_retrieve")
    def get(self, request: SignedInApiRequest) -> Response:
        """The copy that is being made or ready, and the erasure that is due."""
        found = {
            "copy": selectors.open_request(request.user.pk, DataKind.EXPORT),
            "erasure": selectors.open_request(request.user.pk, DataKind.ERASURE),
        }
        return Response(Requests(found).data)


class CopyView(GenericAPIView[DataRequest]):
    """A copy of all that is kept about you."""

    request: SignedInApiRequest
    permission_classes = (IsAuthenticated,)
    serializer_class = Request

    @extend_schema(operation_id="me_data_copy_create", request=None, responses={202: Request})
    def post(self, request: SignedInApiRequest) -> Response:
        """Ask for a copy; a mail says when it is ready. While one is open, it is that one."""
        require_recent_sign_in(request)
        return Response(Request(copies.ask(request.user)).data, status=202)


class CopyFileView(GenericAPIView[DataRequest]):
    """The copy itself."""

    request: SignedInApiRequest
    permission_classes = (IsAuthenticated,)
    serializer_class = Request

    @extend_schema(operation_id="me_data_copy_file", responses={(200, "application/octet-stream"): OpenApiTypes.BINARY})
    def get(self, request: SignedInApiRequest) -> HttpResponseBase:
        """Fetch the ZIP, for a day after it was made."""
        require_recent_sign_in(request)
        return download(request.user)


class ErasureView(GenericAPIView[DataRequest]):
    """The erasure of your account."""

    request: SignedInApiRequest
    permission_classes = (IsAuthenticated,)
    serializer_class = Request

    @extend_schema(operation_id="me_data_erasure_create", request=None, responses={202: Request})
    def post(self, request: SignedInApiRequest) -> Response:
        """Switch your account off and have it erased in seven days. All tokens end now; sign in to keep the account."""
        require_recent_sign_in(request)
        return Response(Request(erasure.ask(request.user.pk, by=request.user)).data, status=202)

    @extend_schema(operation_id="me_data_erasure_destroy", responses={204: None})
    def delete(self, request: SignedInApiRequest) -> Response:
        """Keep your account: it is on again, with everything."""
        erasure.take_back(request.user.pk, by=request.user)
        return Response(status=204)


class DeactivationView(GenericAPIView[DataRequest]):
    """Your account, switched off."""

    request: SignedInApiRequest
    permission_classes = (IsAuthenticated,)
    serializer_class = Request

    @extend_schema(operation_id="me_deactivation_create", request=None, responses={204: None})
    def post(self, request: SignedInApiRequest) -> Response:
        """Switch your account off: all tokens end now, nothing is deleted, the next sign-in brings it back."""
        require_recent_sign_in(request)
        transitions.deactivate(request.user.pk, by=request.user)
        return Response(status=204)
